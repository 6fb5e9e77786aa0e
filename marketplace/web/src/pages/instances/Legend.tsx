import { Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import type { Merged } from '../../api/hooks/changes';
import { DataTable, type Column } from '../../components/DataTable';
import type { Editing } from '../../components/parameters/useDraft';
import { Panel } from '../../components/Panel';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { same } from '../../values/draft';
import { told } from './merge';

const colours = { yours: 'blue', default: 'cyan', new: 'green', gone: 'gray', conflict: 'orange' } as const;
type Kind = keyof typeof colours;

interface Props {
  editing: Editing;
  merged: Merged[];
}

/** What became of each setting, and the choice where the user and the new version want different things. */
export function Legend({ editing, merged }: Props) {
  const t = useTexts(instances);
  const columns: Column<Merged>[] = [
    { key: 'parameter', title: t('parameter'), width: '24%', render: ({ parameter }) => <Code>{parameter}</Code> },
    { key: 'kind', title: t('outcome'), render: (m) => <Became merged={m} editing={editing} /> },
    { key: 'old', title: t('oldValue'), wide: true, width: '18%', render: (m) => <Value value={m.yours ?? m.oldDefault} /> },
    { key: 'new', title: t('newValue'), wide: true, width: '18%', render: (m) => <Value value={editing.values?.[m.parameter]} /> },
  ];
  const rows = { data: told(merged), error: null, refetch: () => undefined };
  return (
    <Panel title={t('became')} hint={t('becameHint')}>
      <DataTable label={t('became')} columns={columns} rows={rows} rowKey={({ parameter }) => parameter} empty={<Text c="dimmed">{t('allSame')}</Text>} />
    </Panel>
  );
}

function Became({ merged, editing }: { merged: Merged; editing: Editing }) {
  const t = useTexts(instances);
  const kind = merged.kind as Kind;
  return (
    <Stack gap={4} align="flex-start">
      <Badge variant="light" color={colours[kind]} radius="sm" tt="none" className="status">
        {t(kind)}
      </Badge>
      <Text size="sm" c="dimmed">
        {t(`${kind}Hint`)}
      </Text>
      {kind === 'conflict' && <Choice merged={merged} editing={editing} />}
    </Stack>
  );
}

function Choice({ merged: { parameter, yours, newDefault }, editing: { values, setValues } }: { merged: Merged; editing: Editing }) {
  const t = useTexts(instances);
  if (!values) return null;
  const take = (value: unknown) => setValues({ ...values, [parameter]: value });
  const isYours = same(values[parameter], yours);
  return (
    <Group gap={6}>
      <Button size="compact-sm" variant="default" disabled={isYours} onClick={() => take(yours)}>
        {t('takeYours', { value: word(yours) })}
      </Button>
      <Button size="compact-sm" variant="default" disabled={same(values[parameter], newDefault)} onClick={() => take(newDefault)}>
        {t('takeDefault', { value: word(newDefault) })}
      </Button>
    </Group>
  );
}

function Value({ value }: { value: unknown }) {
  const t = useTexts(instances);
  return value === undefined ? <Text c="dimmed">{t('unset')}</Text> : <Code style={{ overflowWrap: 'anywhere' }}>{word(value)}</Code>;
}

function word(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : (JSON.stringify(value) ?? '');
}
