import { Group, List, Loader, Stack, Text } from '@mantine/core';
import { useDeleteInstance, useRemoval, type Instance, type Removal } from '../../api/hooks/instances';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { notice } from '../../components/notice';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';

/** Deletes an instance, after saying what goes and what stays. */
export function DeleteInstance({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const t = useTexts(instances);
  const removal = useRemoval(instance.id);
  const remove = useDeleteInstance(instance);
  const { name } = instance;
  const done = () => {
    notice(t('deleting', { name }));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('deleteTitle', { name })}
      action={t('delete')}
      danger
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(undefined, { onSuccess: done })}
      onClose={onClose}
    >
      {removal.error ? (
        <ErrorNotice error={removal.error} onRetry={() => void removal.refetch()} />
      ) : removal.data ? (
        <Preview removal={removal.data} />
      ) : (
        <Group gap="sm" role="status">
          <Loader size={18} aria-hidden />
          <Text size="sm">{t('looking')}</Text>
        </Group>
      )}
    </ConfirmDialog>
  );
}

function Preview({ removal: { goes, stays } }: { removal: Removal }) {
  const t = useTexts(instances);
  return (
    <Stack gap="sm">
      <Objects title={t('goes', { n: goes.length })} objects={goes} />
      {stays.length > 0 ? <Objects title={t('stays', { n: stays.length })} objects={stays} /> : <Text size="sm">{t('nothingStays')}</Text>}
    </Stack>
  );
}

function Objects({ title, objects }: { title: string; objects: Removal['goes'] }) {
  return (
    <div>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <List size="sm" mah={200} style={{ overflow: 'auto' }} tabIndex={0}>
        {objects.map(({ kind, name, why }) => (
          <List.Item key={`${kind}/${name}`} style={{ overflowWrap: 'anywhere' }}>
            {kind}/{name}
            {why && (
              <Text span size="sm" c="dimmed">
                {' '}
                {why}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </div>
  );
}
