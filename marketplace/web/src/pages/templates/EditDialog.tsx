import { Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useCategories } from '../../api/hooks/categories';
import { iconAddress } from '../../api/hooks/store';
import { useEditTemplate, type App } from '../../api/hooks/templates';
import { fieldErrors } from '../../api/problem';
import { FormDialog } from '../../components/FormDialog';
import { notice } from '../../components/notice';
import { common } from '../../i18n/areas/common';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { IconField } from './IconField';

const shown = ['name', 'summary', 'introduction', 'home', 'keywords', 'maintainers', 'sources'];
const fields = [...shown.map((field) => `details.${field}`), 'category', 'icon'];

/** Changes what people read of an app. The store shows it from the next release on. */
export function EditDialog({ app, onClose }: { app: App; onClose: () => void }) {
  const t = useTexts(templates);
  const c = useTexts(common);
  const edit = useEditTemplate(app);
  const { data: categories } = useCategories();
  const [icon, setIcon] = useState<File>();
  const form = useForm({ initialValues: { ...app.details, category: app.category } });
  const errors = fieldErrors(edit.error);
  const field = (name: string) => errors[`details.${name}`];
  const send = () => {
    const { category, ...details } = form.getValues();
    const done = () => {
      notice(c('saved'));
      onClose();
    };
    edit.mutate({ details, category, icon }, { onSuccess: done });
  };
  return (
    <FormDialog title={t('modifyTitle', { name: app.details.name })} size="lg" fields={fields} error={edit.error} busy={edit.isPending} onSubmit={send} onClose={onClose}>
      <TextInput label={t('appName')} required data-autofocus {...form.getInputProps('name')} error={field('name')} />
      <TextInput label={t('summary')} description={t('summaryHint')} {...form.getInputProps('summary')} error={field('summary')} />
      <IconField name={app.details.name} src={iconAddress(app.details.icon)} error={errors.icon} onIcon={setIcon} />
      <Select
        label={t('category')}
        placeholder={t('uncategorized')}
        clearable
        data={categories?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={form.values.category || null}
        onChange={(category) => form.setFieldValue('category', category ?? '')}
        error={errors.category}
      />
      <TextInput label={t('home')} type="url" {...form.getInputProps('home')} error={field('home')} />
      <Textarea label={t('introduction')} description={t('introductionHint')} autosize minRows={4} maxRows={16} {...form.getInputProps('introduction')} error={field('introduction')} />
      <TagsInput label={t('keywords')} description={t('listHint')} {...form.getInputProps('keywords')} error={field('keywords')} />
      <TagsInput label={t('maintainers')} description={t('listHint')} {...form.getInputProps('maintainers')} error={field('maintainers')} />
      <TagsInput label={t('sources')} description={t('listHint')} {...form.getInputProps('sources')} error={field('sources')} />
    </FormDialog>
  );
}
