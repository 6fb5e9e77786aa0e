import { Avatar, Button, Menu } from '@mantine/core';
import { IconLogout, IconSettings } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useSession, useSignOut } from '../api/hooks/session';
import { shell } from '../i18n/areas/shell';
import { useTexts } from '../i18n/language';

/** The account that is signed in and what can be done with it, or the way to sign in. */
export function UserMenu() {
  const t = useTexts(shell);
  const navigate = useNavigate();
  const { data: me } = useSession();
  const signOut = useSignOut();
  if (!me) return null;
  if (!me.user) {
    return (
      <Button component={Link} to="/sign-in" size="compact-md" variant="default">
        {t('signIn')}
      </Button>
    );
  }
  const { name } = me.user;
  const leave = () => signOut.mutate(undefined, { onSuccess: () => navigate({ to: '/sign-in' }) });
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <Button
          className="folds"
          variant="subtle"
          color="gray"
          size="compact-sm"
          px={6}
          aria-label={t('userMenu', { name })}
          leftSection={<Avatar size={26} color="cyan" aria-hidden />}
        >
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('signedInAs', { name })}</Menu.Label>
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} aria-hidden />}>
          {t('settings')}
        </Menu.Item>
        <Menu.Item onClick={leave} leftSection={<IconLogout size={16} aria-hidden />}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
