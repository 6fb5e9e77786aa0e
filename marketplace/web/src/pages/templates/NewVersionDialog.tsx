import { Textarea } from '@mantine/core';
import { useState } from 'react';
import type { App } from '../../api/hooks/templates';
import { useReplacePackage, useUploadVersion, type Version } from '../../api/hooks/versions';
import { FormDialog } from '../../components/FormDialog';
import { notice } from '../../components/notice';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { PackageStep, type Chosen } from './PackageStep';

/** Uploads a package as a new version of an app. */
export function NewVersionDialog({ app, onClose }: { app: App; onClose: () => void }) {
  const t = useTexts(templates);
  const upload = useUploadVersion(app.id);
  const [chosen, setChosen] = useState<Chosen>();
  const [changes, setChanges] = useState('');
  const send = () => {
    if (!chosen) return;
    const done = ({ number }: Version) => {
      notice(t('versionAdded', { number }));
      onClose();
    };
    upload.mutate({ ...chosen.parts, changes }, { onSuccess: done });
  };
  return (
    <FormDialog title={t('newVersionOf', { name: app.details.name })} size="lg" disabled={!chosen} error={upload.error} busy={upload.isPending} onSubmit={send} onClose={onClose}>
      <PackageStep workspace={app.workspace} app={app.id} chosen={chosen} onChosen={setChosen} />
      {chosen && <Textarea label={t('changes')} description={t('changesHint')} autosize minRows={3} maxRows={12} value={changes} onChange={(e) => setChanges(e.currentTarget.value)} />}
    </FormDialog>
  );
}

/** Uploads another package for a version that is not submitted. */
export function ReplaceDialog({ app, version, onClose }: { app: App; version: Version; onClose: () => void }) {
  const t = useTexts(templates);
  const replace = useReplacePackage(version);
  const [chosen, setChosen] = useState<Chosen>();
  const send = () => {
    if (!chosen) return;
    const done = ({ number }: Version) => {
      notice(t('replaced', { number }));
      onClose();
    };
    replace.mutate(chosen.parts, { onSuccess: done });
  };
  return (
    <FormDialog title={t('replaceTitle', { number: version.number })} size="lg" disabled={!chosen} error={replace.error} busy={replace.isPending} onSubmit={send} onClose={onClose}>
      <PackageStep workspace={app.workspace} app={app.id} chosen={chosen} onChosen={setChosen} />
    </FormDialog>
  );
}
