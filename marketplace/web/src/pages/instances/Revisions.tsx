import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useChanges, type Change } from '../../api/hooks/changes';
import type { Instance } from '../../api/hooks/instances';
import { DataTable, type Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { common } from '../../i18n/areas/common';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { kindWord } from './kinds';
import { RevisionDialog } from './RevisionDialog';

interface Props {
  instance: Instance;
  onRollBack: (n: number) => void;
}

/** All that was done with an instance: what, who, when, and what came of it. */
export function Revisions({ instance, onRollBack }: Props) {
  const t = useTexts(instances);
  const c = useTexts(common);
  const changes = useChanges(instance.id);
  const [shown, setShown] = useState<number>();
  const settled = instance.may && (instance.state === 'running' || instance.state === 'failed');
  const columns: Column<Change>[] = [
    {
      key: 'n',
      title: t('n'),
      width: 90,
      render: ({ n }) => (
        <Group gap={6}>
          {n}
          {n === instance.current && (
            <Badge variant="default" tt="none" fw={500}>
              {t('current')}
            </Badge>
          )}
        </Group>
      ),
    },
    { key: 'kind', title: t('kind'), render: (change) => <What change={change} /> },
    { key: 'by', title: t('who'), wide: true, render: ({ by }) => by },
    { key: 'created', title: t('when'), wide: true, render: ({ created }) => <RelativeTime time={created} /> },
    { key: 'state', title: t('outcome'), render: (change) => <Result change={change} /> },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      render: ({ n, state }) => (
        <Group gap={4} justify="flex-end">
          <Button size="compact-sm" variant="default" aria-label={t('detailsOf', { n })} onClick={() => setShown(n)}>
            {t('details')}
          </Button>
          {settled && state === 'succeeded' && n !== instance.current && (
            <Button size="compact-sm" variant="default" onClick={() => onRollBack(n)}>
              {t('rollBack')}
            </Button>
          )}
        </Group>
      ),
    },
  ];
  return (
    <>
      <DataTable label={t('revisions')} columns={columns} rows={changes} rowKey={({ n }) => String(n)} empty={<EmptyState title={t('noRevisions')} />} />
      {shown && <RevisionDialog instance={instance.id} n={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}

function What({ change: { kind, number, from } }: { change: Change }) {
  const t = useTexts(instances);
  return (
    <Stack gap={0}>
      <span>
        {kindWord(kind, t)} {number}
      </span>
      {from ? (
        <Text size="sm" c="dimmed">
          {t('fromRevision', { n: from })}
        </Text>
      ) : null}
    </Stack>
  );
}

function Result({ change: { state, reason, doing } }: { change: Change }) {
  const said = state === 'failed' ? reason : doing;
  return (
    <Stack gap={2} align="flex-start">
      <Status state={state} reason={state === 'failed' ? reason : undefined} />
      {said && (
        <Text size="sm" c="dimmed" lineClamp={2} maw={360}>
          {said}
        </Text>
      )}
    </Stack>
  );
}
