import { Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useModerateApp, useModerateVersion, type App, type Moderation, type Version } from '../../api/hooks/manage';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { manage } from '../../i18n/areas/manage';
import { useTexts } from '../../i18n/language';

interface DialogProps {
  title: string;
  hint: string;
  danger: boolean;
  error: unknown;
  busy: boolean;
  onConfirm: (message: string) => void;
  onClose: () => void;
}

/** Says what suspending or activating does, and takes the reason. */
function ModerateDialog({ title, hint, danger, error, busy, onConfirm, onClose }: DialogProps) {
  const t = useTexts(manage);
  const [message, setMessage] = useState('');
  return (
    <ConfirmDialog title={title} danger={danger} error={error} busy={busy} onConfirm={() => onConfirm(message)} onClose={onClose}>
      <Stack>
        <Text>{hint}</Text>
        <Textarea label={t('message')} description={t('messageHint')} rows={3} maxLength={512} value={message} onChange={(event) => setMessage(event.currentTarget.value)} />
      </Stack>
    </ConfirmDialog>
  );
}

export function ModerateApp({ app, name, action, onClose }: { app: App; name: string; action: Moderation; onClose: () => void }) {
  const t = useTexts(manage);
  const moderate = useModerateApp(app);
  return (
    <ModerateDialog
      title={t(`${action}AppTitle`, { name })}
      hint={t(`${action}AppHint`)}
      danger={action === 'suspend'}
      error={moderate.error}
      busy={moderate.isPending}
      onConfirm={(message) => moderate.mutate({ action, message }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

export function ModerateVersion({ version, action, onClose }: { version: Version; action: Moderation; onClose: () => void }) {
  const t = useTexts(manage);
  const moderate = useModerateVersion(version);
  return (
    <ModerateDialog
      title={t(`${action}VersionTitle`, { number: version.number })}
      hint={t(`${action}VersionHint`)}
      danger={action === 'suspend'}
      error={moderate.error}
      busy={moderate.isPending}
      onConfirm={(message) => moderate.mutate({ action, message }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
