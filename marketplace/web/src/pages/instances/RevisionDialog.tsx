import { Code, List, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useChange, type Change } from '../../api/hooks/changes';
import { asOutcome } from '../../api/outcome';
import { CodeView } from '../../components/CodeView';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Facts } from '../../components/Facts';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { FailureNote } from '../../components/StepLine';
import { common } from '../../i18n/areas/common';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { begin } from '../../values/draft';
import { kindWord } from './kinds';

interface Props {
  instance: string;
  n: number;
  onClose: () => void;
}

/** One revision: what was asked for, and what came of it. */
export function RevisionDialog({ instance, n, onClose }: Props) {
  const t = useTexts(instances);
  const c = useTexts(common);
  const { data: change, error, refetch } = useChange(instance, n);
  return (
    <Modal opened onClose={onClose} size="lg" title={t('detailsOf', { n })} closeButtonProps={{ 'aria-label': c('close') }}>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : change ? <Details change={change} /> : <Skeleton height={200} />}
    </Modal>
  );
}

function Details({ change }: { change: Change }) {
  const t = useTexts(instances);
  const outcome = asOutcome(change.outcome);
  const { text } = begin(change.values ?? {});
  return (
    <Stack>
      <Facts
        cols={{ base: 1, xs: 2 }}
        facts={[
          [t('kind'), `${kindWord(change.kind, t)} ${change.number}`],
          [t('outcome'), <Status key="state" state={change.state} />],
          [t('who'), change.by],
          [t('when'), <RelativeTime key="when" time={change.created} />],
          [t('deployer'), <Code key="image">{change.deployer}</Code>],
          [t('time'), took(change, t)],
        ]}
      />
      {outcome?.failure ? <FailureNote failure={outcome.failure} /> : change.reason && <Text size="sm">{change.reason}</Text>}
      {outcome?.notes && outcome.notes.length > 0 && (
        <List size="sm">
          {outcome.notes.map((note) => (
            <List.Item key={note}>{note}</List.Item>
          ))}
        </List>
      )}
      <Text fw={600} size="sm">
        {t('settingsOf', { n: change.n })}
      </Text>
      {text ? <CodeView text={text} name="values.yaml" /> : <Text size="sm">{t('nothingSet', { number: change.number })}</Text>}
    </Stack>
  );
}

function took({ started, ended }: Change, t: ReturnType<typeof useTexts<typeof instances.en>>): string {
  if (!started || !ended) return '';
  return t('took', { seconds: ((Date.parse(ended) - Date.parse(started)) / 1000).toFixed(1) });
}
