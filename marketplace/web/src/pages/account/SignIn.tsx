import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useSignIn } from '../../api/hooks/session';
import { fieldErrors } from '../../api/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Narrow } from '../../components/Narrow';
import { account } from '../../i18n/areas/account';
import { useTexts } from '../../i18n/language';

/** An address of ours to go on to; never one of another site. */
function safe(from: unknown): string {
  return typeof from === 'string' && /^\/(?![/\\])/.test(from) ? from : '/apps';
}

export function Page() {
  const t = useTexts(account);
  const { from } = useSearch({ strict: false }) as { from?: string };
  const router = useRouter();
  const signIn = useSignIn();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const fields = fieldErrors(signIn.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ user, password }, { onSuccess: () => router.history.push(safe(from)) });
  };
  return (
    <Narrow title={t('signIn')} hint={from ? t('signInNeeded') : t('signInHint')}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('userName')}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            required
            autoFocus
            value={user}
            onChange={(event) => setUser(event.currentTarget.value)}
            error={fields.user}
          />
          <PasswordInput
            label={t('password')}
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={fields.password}
          />
          <ErrorNotice error={signIn.error} except={['user', 'password']} />
          <Button type="submit" loading={signIn.isPending}>
            {t('signIn')}
          </Button>
        </Stack>
      </form>
      <Anchor component={Link} to="/apps" size="sm" ta="center">
        {t('browseWithout')}
      </Anchor>
    </Narrow>
  );
}
