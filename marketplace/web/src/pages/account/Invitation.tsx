import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useAcceptInvitation, useInvitation } from '../../api/hooks/invitation';
import { useSession } from '../../api/hooks/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Narrow } from '../../components/Narrow';
import { account } from '../../i18n/areas/account';
import { useTexts } from '../../i18n/language';
import { Loading } from '../../layout/Fallbacks';
import { NewAccountForm } from './NewAccountForm';
import { forgetSecret, useSecret } from './secret';

export function Page() {
  const t = useTexts(account);
  const secret = useSecret();
  const navigate = useNavigate();
  const { data: me } = useSession();
  const accept = useAcceptInvitation(secret);
  const invitation = useInvitation(secret, accept.isPending || accept.isSuccess);
  if (!secret) return <EmptyState title={t('invitationMissing')} hint={t('invitationMissingHint')} />;
  if (invitation.error) return <ErrorNotice error={invitation.error} onRetry={() => void invitation.refetch()} />;
  if (!invitation.data || !me) return <Loading />;
  const { workspace, role, by } = invitation.data;
  const enter = () => {
    forgetSecret();
    return navigate({ to: '/workspaces/$workspace/templates', params: { workspace } });
  };
  return (
    <Narrow title={t('invitation')} hint={t('invitedTo', { workspace, role, by })}>
      {me.user ? (
        <Stack>
          <ErrorNotice error={accept.error} />
          <Button loading={accept.isPending} onClick={() => accept.mutate(undefined, { onSuccess: enter })}>
            {t('acceptAs', { name: me.user.name })}
          </Button>
        </Stack>
      ) : (
        <Stack>
          <NewAccountForm
            error={accept.error}
            busy={accept.isPending}
            onSubmit={(fields) => accept.mutate(fields, { onSuccess: enter })}
          />
          <Divider />
          <Alert variant="light" color="gray">
            <Text size="sm" mb="xs">
              {t('haveAccountHint')}
            </Text>
            <Button variant="default" size="xs" onClick={() => navigate({ to: '/sign-in', search: { from: '/invitation' } })}>
              {t('haveAccount')}
            </Button>
          </Alert>
        </Stack>
      )}
    </Narrow>
  );
}
