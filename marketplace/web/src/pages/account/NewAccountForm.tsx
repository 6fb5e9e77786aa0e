import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { NewAccount } from '../../api/hooks/invitation';
import { fieldErrors } from '../../api/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { account } from '../../i18n/areas/account';
import { useTexts } from '../../i18n/language';

interface Props {
  error: unknown;
  busy: boolean;
  onSubmit: (fields: NewAccount) => void;
}

/** The account that who is invited makes. */
export function NewAccountForm({ error, busy, onSubmit }: Props) {
  const t = useTexts(account);
  const form = useForm<NewAccount>({ initialValues: { name: '', title: '', password: '' } });
  const fields = fieldErrors(error);
  return (
    <form onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        <TextInput label={t('userName')} description={t('nameHint')} autoComplete="username" autoCapitalize="none" required {...form.getInputProps('name')} error={fields['account.name']} />
        <TextInput label={t('title')} description={t('titleHint')} autoComplete="name" required {...form.getInputProps('title')} error={fields['account.title']} />
        <PasswordInput label={t('password')} description={t('passwordHint')} autoComplete="new-password" required {...form.getInputProps('password')} error={fields['account.password']} />
        <ErrorNotice error={error} except={['account.name', 'account.title', 'account.password']} />
        <Button type="submit" loading={busy}>
          {t('acceptNew')}
        </Button>
      </Stack>
    </form>
  );
}
