import { Button, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCategories } from '../../api/hooks/categories';
import { useUploadApp } from '../../api/hooks/templates';
import { fieldErrors } from '../../api/problem';
import { FormDialog } from '../../components/FormDialog';
import { notice } from '../../components/notice';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { IconField } from './IconField';
import { PackageStep, type Chosen } from './PackageStep';

interface Info {
  name: string;
  summary: string;
  category: string;
  icon?: File;
}

/** Uploads a package as a new app: first the package, then what people read of it. */
export function UploadDialog({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const t = useTexts(templates);
  const upload = useUploadApp(workspace);
  const [chosen, setChosen] = useState<Chosen>();
  const [info, setInfo] = useState<Info>();
  const begin = () => {
    if (!chosen) return;
    const { name, summary } = chosen.checked.details;
    setInfo((before) => before ?? { name: name || chosen.checked.name, summary, category: '' });
  };
  const send = () => {
    if (!chosen || !info) return;
    const done = () => {
      notice(t('uploaded', { name: info.name }));
      onClose();
    };
    upload.mutate({ ...chosen.parts, ...info }, { onSuccess: done });
  };
  if (!info) {
    return (
      <FormDialog title={t('upload')} size="lg" disabled={!chosen} onSubmit={begin} onClose={onClose}>
        <PackageStep workspace={workspace} chosen={chosen} onChosen={setChosen} />
      </FormDialog>
    );
  }
  return (
    <FormDialog title={t('appInfo')} size="lg" fields={['name', 'summary', 'category', 'icon']} error={upload.error} busy={upload.isPending} onSubmit={send} onClose={onClose}>
      <InfoFields info={info} chosen={chosen} errors={fieldErrors(upload.error)} onInfo={setInfo} />
      {upload.isPending && <Text role="status" size="sm">{t('uploading')}</Text>}
      <Button variant="subtle" size="compact-sm" style={{ alignSelf: 'flex-start' }} onClick={() => setInfo(undefined)}>
        {t('again')}
      </Button>
    </FormDialog>
  );
}

interface FieldsProps {
  info: Info;
  chosen?: Chosen;
  errors: Record<string, string | undefined>;
  onInfo: (info: Info) => void;
}

function InfoFields({ info, chosen, errors, onInfo }: FieldsProps) {
  const t = useTexts(templates);
  const { data: categories } = useCategories();
  const set = (change: Partial<Info>) => onInfo({ ...info, ...change });
  return (
    <>
      <TextInput label={t('appName')} required data-autofocus value={info.name} error={errors.name} onChange={(e) => set({ name: e.currentTarget.value })} />
      <TextInput label={t('versionNumber')} description={t('numberHint')} readOnly value={chosen?.checked.number ?? ''} />
      <TextInput label={t('summary')} description={t('summaryHint')} value={info.summary} error={errors.summary} onChange={(e) => set({ summary: e.currentTarget.value })} />
      <Select
        label={t('category')}
        placeholder={t('uncategorized')}
        clearable
        data={categories?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={info.category || null}
        error={errors.category}
        onChange={(category) => set({ category: category ?? '' })}
      />
      <IconField name={info.name} src={chosen?.checked.iconData} error={errors.icon} onIcon={(icon) => set({ icon })} />
    </>
  );
}
