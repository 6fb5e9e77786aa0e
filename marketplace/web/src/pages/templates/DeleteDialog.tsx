import { useDeleteTemplate, type App } from '../../api/hooks/templates';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { notice } from '../../components/notice';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

/** Deletes an app that has no versions any more. */
export function DeleteDialog({ app, onDeleted, onClose }: { app: App; onDeleted: () => void; onClose: () => void }) {
  const t = useTexts(templates);
  const remove = useDeleteTemplate(app.id);
  const { name } = app.details;
  const done = () => {
    notice(t('deleted', { name }));
    onDeleted();
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name })}
      action={t('delete')}
      danger
      typed={name}
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      {t('deleteHint')}
    </ConfirmDialog>
  );
}
