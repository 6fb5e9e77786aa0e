import { Radio, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useChanges, useRollback, type Change } from '../../api/hooks/changes';
import type { Instance } from '../../api/hooks/instances';
import { FormDialog } from '../../components/FormDialog';
import { notice } from '../../components/notice';
import { relative } from '../../components/RelativeTime';
import { instances } from '../../i18n/areas/instances';
import { useLanguage, useTexts } from '../../i18n/language';

interface Props {
  instance: Instance;
  /** The revision that is chosen at first. */
  first?: number;
  onClose: () => void;
}

/** Takes an instance back to an earlier revision that succeeded. */
export function Rollback({ instance, first, onClose }: Props) {
  const t = useTexts(instances);
  const { data: all } = useChanges(instance.id);
  const back = useRollback(instance);
  const [chosen, choose] = useState(first);
  const earlier = all?.filter(({ n, state }) => state === 'succeeded' && n !== instance.current);
  const to = chosen ?? earlier?.[0]?.n;
  const send = () => {
    if (!to) return;
    const done = () => {
      notice(t('rollingBack', { n: to }));
      onClose();
    };
    back.mutate(to, { onSuccess: done });
  };
  return (
    <FormDialog title={t('rollBackTitle', { name: instance.name })} action={t('rollBack')} size="lg" disabled={!to} error={back.error} busy={back.isPending} onSubmit={send} onClose={onClose}>
      <Text>{t('rollBackHint')}</Text>
      {!earlier && <Skeleton height={80} />}
      {earlier?.length === 0 && <Text c="dimmed">{t('nothingBefore')}</Text>}
      {earlier && earlier.length > 0 && <Choice earlier={earlier} value={to} onChange={choose} />}
    </FormDialog>
  );
}

function Choice({ earlier, value, onChange }: { earlier: Change[]; value?: number; onChange: (n: number) => void }) {
  const t = useTexts(instances);
  const { language } = useLanguage();
  const when = ({ created }: Change) => relative(new Date(created), new Date(), language);
  return (
    <Radio.Group label={t('rollBackTo')} value={String(value)} onChange={(n) => onChange(Number(n))}>
      <Stack gap="xs" mt="xs">
        {earlier.map((change) => (
          <Radio key={change.n} value={String(change.n)} label={t('revisionLine', { n: change.n, number: change.number, by: change.by, when: when(change) })} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
