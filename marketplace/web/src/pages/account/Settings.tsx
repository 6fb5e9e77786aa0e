import { Alert, Stack } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useSession } from '../../api/hooks/session';
import { PageHeader } from '../../components/PageHeader';
import { account } from '../../i18n/areas/account';
import { useTexts } from '../../i18n/language';
import { PasswordForm } from './PasswordForm';
import { ProfileForm } from './ProfileForm';
import { Tokens } from './Tokens';

export function Page() {
  const t = useTexts(account);
  const { data: me } = useSession();
  const { first } = useSearch({ strict: false }) as { first?: string };
  if (!me?.user) return null;
  return (
    <>
      <PageHeader title={t('settings')} description={`${me.user.name} · ${me.user.role}`} />
      <Stack gap="xl" maw={720}>
        {first && (
          <Alert color="yellow" variant="light">
            {t('setPassword')}
          </Alert>
        )}
        {first && <PasswordForm />}
        <ProfileForm user={me.user} />
        {!first && <PasswordForm />}
        <Tokens />
      </Stack>
    </>
  );
}
