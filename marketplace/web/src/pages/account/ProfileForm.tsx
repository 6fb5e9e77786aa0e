import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useChangeProfile } from '../../api/hooks/session';
import type { User } from '../../api/hooks/users';
import { fieldErrors } from '../../api/problem';
import { ErrorNotice } from '../../components/ErrorNotice';
import { notice } from '../../components/notice';
import { Panel } from '../../components/Panel';
import { account } from '../../i18n/areas/account';
import { common } from '../../i18n/areas/common';
import { languages, useLanguage, useTexts } from '../../i18n/language';
import type { Language } from '../../i18n/messages';

export function ProfileForm({ user }: { user: User }) {
  const t = useTexts(account);
  const c = useTexts(common);
  const { setLanguage } = useLanguage();
  const change = useChangeProfile();
  const form = useForm({
    initialValues: { title: user.title, email: user.email ?? '', language: (user.language ?? '') as '' | Language },
  });
  const fields = fieldErrors(change.error);
  const submit = form.onSubmit((values) =>
    change.mutate(values, {
      onSuccess: () => {
        if (values.language) setLanguage(values.language);
        notice(c('saved'));
      },
    }),
  );
  return (
    <Panel title={t('profile')}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput label={t('title')} description={t('titleHint')} {...form.getInputProps('title')} error={fields.title} />
          <TextInput label={t('email')} type="email" {...form.getInputProps('email')} error={fields.email} />
          <Select
            label={t('preferred')}
            data={[{ value: '', label: t('anyLanguage') }, ...languages]}
            allowDeselect={false}
            {...form.getInputProps('language')}
            error={fields.language}
          />
          <ErrorNotice error={change.error} except={['title', 'email', 'language']} />
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={change.isPending}>
              {c('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
