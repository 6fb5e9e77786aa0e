import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useChangePassword, useSession } from '../../api/hooks/session';
import { fieldErrors } from '../../api/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { notice } from '../../components/notice';
import { Panel } from '../../components/Panel';
import { account } from '../../i18n/areas/account';
import { useTexts } from '../../i18n/language';

export function PasswordForm() {
  const t = useTexts(account);
  const { data: me } = useSession();
  const change = useChangePassword();
  const form = useForm({ initialValues: { old: '', new: '' } });
  const fields = fieldErrors(change.error);
  const submit = form.onSubmit((values) =>
    change.mutate(
      { old: values.old || undefined, new: values.new },
      {
        onSuccess: () => {
          form.reset();
          notice(t('passwordChanged'));
        },
      },
    ),
  );
  return (
    <Panel title={t('changePassword')}>
      <form onSubmit={submit}>
        <Stack>
          {/* Password managers want to know whose password it is. */}
          <input type="text" autoComplete="username" value={me?.user?.name ?? ''} readOnly hidden />
          <PasswordInput label={t('oldPassword')} description={t('oldPasswordHint')} autoComplete="current-password" {...form.getInputProps('old')} error={fields.old} />
          <PasswordInput label={t('newPassword')} description={t('passwordHint')} autoComplete="new-password" required {...form.getInputProps('new')} error={fields.new} />
          <ErrorNotice error={change.error} except={['old', 'new']} />
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={change.isPending}>
              {t('changePassword')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
