import { useActOnVersion, useDeleteVersion, type Version } from '../../api/hooks/versions';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { notice } from '../../components/notice';
import { common } from '../../i18n/areas/common';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

/** Actions on a version that are asked for with a yes. */
export type Confirmed = 'release' | 'cancel' | 'suspend' | 'activate';

const words = {
  release: { title: 'toStoreTitle', hint: 'toStoreHint', done: 'released' },
  cancel: { title: 'cancelTitle', hint: 'cancelHint', done: 'cancelled' },
  suspend: { title: 'suspendTitle', hint: 'suspendHint', done: 'suspended' },
  activate: { title: 'activateTitle', hint: 'activateHint', done: 'activated' },
} as const;

interface Props {
  version: Version;
  onClose: () => void;
}

/** Says what an action on a version brings, and does it. */
export function VersionDialog({ action, version, onClose }: Props & { action: Confirmed }) {
  const t = useTexts(templates);
  const act = useActOnVersion(version.id);
  const { number, revision } = version;
  const { title, hint, done } = words[action];
  const onSuccess = () => {
    notice(t(done, { number }));
    onClose();
  };
  return (
    <ConfirmDialog title={t(title, { number })} error={act.error} busy={act.isPending} onConfirm={() => act.mutate({ action, revision }, { onSuccess })} onClose={onClose}>
      {t(hint)}
    </ConfirmDialog>
  );
}

export function DeleteVersion({ version, onClose }: Props) {
  const t = useTexts(templates);
  const c = useTexts(common);
  const remove = useDeleteVersion(version);
  const { number } = version;
  const onSuccess = () => {
    notice(t('versionDeleted', { number }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('deleteVersionTitle', { number })}
      action={c('delete')}
      danger
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(undefined, { onSuccess })}
      onClose={onClose}
    >
      {t('deleteVersionHint')}
    </ConfirmDialog>
  );
}
