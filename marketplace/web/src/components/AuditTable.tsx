import { Group, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Page } from '../api/client';
import type { Entry } from '../api/hooks/audit';
import { actions } from '../i18n/areas/actions';
import { audit } from '../i18n/areas/audit';
import { useTexts } from '../i18n/language';
import { actionWord } from './actionWord';
import type { Column } from './DataTable';
import { EmptyState } from './EmptyState';
import { PageTable } from './PageTable';
import { RelativeTime } from './RelativeTime';
import { Status } from './Status';
import type { Filters, SetFilters } from './useFilters';

interface Props {
  query: { data?: Page<Entry>; error: unknown; isFetching: boolean; refetch: () => unknown };
  filters: Filters;
  setFilters: SetFilters;
  pageSize: number;
  search?: string;
  children?: ReactNode;
}

/** Entries of the audit, newest first. On a phone an entry is one cell with all of it. */
export function AuditTable(props: Props) {
  const t = useTexts(audit);
  const columns: Column<Entry>[] = [
    { key: 'time', title: t('time'), wide: true, width: 150, render: (entry) => <RelativeTime time={entry.time} /> },
    { key: 'actor', title: t('actor'), wide: true, render: (entry) => entry.actor || t('store') },
    { key: 'action', title: t('action'), width: '36%', render: (entry) => <ActionCell entry={entry} /> },
    { key: 'message', title: t('message'), wide: true, render: ({ message }) => <Message text={message} /> },
  ];
  return <PageTable {...props} label={t('title')} columns={columns} rowKey={(entry) => String(entry.sequence)} empty={<EmptyState title={t('empty')} />} />;
}

function Message({ text }: { text?: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </Text>
  );
}

function ActionCell({ entry }: { entry: Entry }) {
  const t = useTexts(audit);
  const a = useTexts(actions);
  const { action, name, subject, workspace, from, to, message, actor, time } = entry;
  return (
    <Stack gap={2} align="flex-start">
      <Text size="sm" fw={600} title={action}>
        {actionWord(action, a)}
      </Text>
      <Text size="sm">
        {name || subject}
        {workspace && (
          <Text span c="dimmed">
            {' '}
            · {workspace}
          </Text>
        )}
      </Text>
      {to && from !== to && (
        <Group gap={4}>
          {from && <Status state={from} />}
          {from && <IconArrowRight size={14} aria-hidden />}
          <Status state={to} />
        </Group>
      )}
      <Stack gap={2} hiddenFrom="sm">
        {message && <Message text={message} />}
        <Text size="sm" c="dimmed">
          {actor || t('store')} · <RelativeTime time={time} />
        </Text>
      </Stack>
    </Stack>
  );
}
