import { Checkbox, Group, List, Loader, Stack, Text } from '@mantine/core';
import { useState } from 'react';
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
  const [hooks, setHooks] = useState(true);
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
      onConfirm={() => remove.mutate(hooks, { onSuccess: done })}
      onClose={onClose}
    >
      {removal.error ? (
        <ErrorNotice error={removal.error} onRetry={() => void removal.refetch()} />
      ) : removal.data ? (
        <Preview removal={removal.data} hooks={hooks} onHooks={setHooks} />
      ) : (
        <Group gap="sm" role="status">
          <Loader size={18} aria-hidden />
          <Text size="sm">{t('looking')}</Text>
        </Group>
      )}
    </ConfirmDialog>
  );
}

function Preview({ removal, hooks, onHooks }: { removal: Removal; hooks: boolean; onHooks: (run: boolean) => void }) {
  const t = useTexts(instances);
  const { goes, stays } = removal;
  return (
    <Stack gap="sm">
      <Objects title={t('goes', { n: goes.length })} objects={goes} />
      {stays.length > 0 ? <Objects title={t('stays', { n: stays.length })} objects={stays} /> : <Text size="sm">{t('nothingStays')}</Text>}
      {removal.hooks.length > 0 && (
        <>
          <Objects title={t('hooks', { n: removal.hooks.length })} objects={removal.hooks} />
          <Checkbox
            label={t('noHooks')}
            description={t('noHooksHint')}
            checked={!hooks}
            onChange={({ currentTarget }) => onHooks(!currentTarget.checked)}
          />
        </>
      )}
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
