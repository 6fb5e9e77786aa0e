import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useSignInByLink } from '../../api/hooks/session';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Narrow } from '../../components/Narrow';
import { account } from '../../i18n/areas/account';
import { useTexts } from '../../i18n/language';
import { forgetSecret, useSecret } from './secret';

/** The one-time link that the store prints. It is used up by a press, not by a look: a preview must not spend it. */
export function Page() {
  const t = useTexts(account);
  const secret = useSecret();
  const navigate = useNavigate();
  const signIn = useSignInByLink();
  if (!secret) return <EmptyState title={t('linkMissing')} hint={t('linkMissingHint')} />;
  const welcome = () => {
    forgetSecret();
    return navigate({ to: '/settings', search: { first: 'yes' } });
  };
  const enter = () => signIn.mutate(secret, { onSuccess: welcome });
  return (
    <Narrow title={t('linkTitle')} hint={t('linkWorks')}>
      <ErrorNotice error={signIn.error} />
      <Button onClick={enter} loading={signIn.isPending} autoFocus>
        {t('signInByLink')}
      </Button>
    </Narrow>
  );
}
