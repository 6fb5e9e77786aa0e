import { Group, Stack, Text } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Page } from '../api/client';
import type { Entry } from '../api/hooks/audit';
import { audit } from '../i18n/areas/audit';
import { useTexts } from '../i18n/language';
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

/** Entries of the audit, newest first. */
export function AuditTable(props: Props) {
  const t = useTexts(audit);
  const columns: Column<Entry>[] = [
    { key: 'time', title: t('time'), width: 150, render: (entry) => <RelativeTime time={entry.time} /> },
    { key: 'actor', title: t('actor'), render: (entry) => entry.actor || t('store') },
    { key: 'action', title: t('action'), render: (entry) => <ActionCell entry={entry} /> },
    { key: 'message', title: t('message'), wide: true, render: (entry) => <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>{entry.message}</Text> },
  ];
  return <PageTable {...props} label={t('title')} columns={columns} rowKey={(entry) => String(entry.sequence)} empty={<EmptyState title={t('empty')} />} />;
}

function ActionCell({ entry: { action, name, subject, workspace, from, to } }: { entry: Entry }) {
  return (
    <Stack gap={2} align="flex-start">
      <Text size="sm" ff="monospace">
        {action}
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
    </Stack>
  );
}
