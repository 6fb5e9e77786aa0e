import { Badge, Group, Select, Stack, Text, Tooltip } from '@mantine/core';
import { IconApps } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Page } from '../../api/client';
import type { Instance } from '../../api/hooks/instances';
import { iconAddress } from '../../api/hooks/store';
import { AppIcon } from '../../components/AppIcon';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { LinkButton } from '../../components/LinkButton';
import { PageTable } from '../../components/PageTable';
import { RelativeTime } from '../../components/RelativeTime';
import { awaited } from '../../components/steps';
import { Status } from '../../components/Status';
import { TextLink } from '../../components/TextLink';
import type { Filters, SetFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { instances } from '../../i18n/areas/instances';
import { status } from '../../i18n/areas/status';
import { useTexts } from '../../i18n/language';

export const instancePageSize = 20;
const states = ['running', 'creating', 'upgrading', 'failed', 'deleting'] as const;

interface Props {
  query: { data?: Page<Instance>; error: unknown; isFetching: boolean; refetch: () => unknown };
  filters: Filters;
  setFilters: SetFilters;
  /** Where each one is, if they are of several projects. */
  place?: boolean;
}

/** Instances with their status; why one failed stands in plain sight. */
export function InstanceTable({ query, filters, setFilters, place }: Props) {
  const t = useTexts(instances);
  const c = useTexts(common);
  const s = useTexts(status);
  const where: Column<Instance> = {
    key: 'project',
    title: t('project'),
    wide: true,
    render: ({ project, cluster }) => (
      <Stack gap={0}>
        {project}
        <Text size="sm" c="dimmed">
          {cluster}
        </Text>
      </Stack>
    ),
  };
  const columns: Column<Instance>[] = [
    { key: 'name', title: c('name'), render: (instance) => <NameCell instance={instance} /> },
    { key: 'status', title: c('status'), render: (instance) => <StatusCell instance={instance} /> },
    { key: 'version', title: t('version'), wide: true, width: 170, render: (instance) => <VersionCell instance={instance} /> },
    ...(place ? [where] : []),
    { key: 'updated', title: c('updated'), wide: true, width: 150, render: ({ updated }) => <RelativeTime time={updated} /> },
  ];
  return (
    <PageTable
      label={t('title')}
      columns={columns}
      query={query}
      rowKey={(instance) => instance.id}
      filters={filters}
      setFilters={setFilters}
      pageSize={instancePageSize}
      search={t('search')}
      empty={<Nothing />}
    >
      <Select
        aria-label={c('status')}
        placeholder={t('anyState')}
        clearable
        clearButtonProps={{ 'aria-label': c('clearFilters') }}
        data={states.map((value) => ({ value, label: s(value) }))}
        value={(filters.state as string | undefined) ?? null}
        onChange={(state) => setFilters({ state: state ?? undefined })}
      />
    </PageTable>
  );
}

function Nothing(): ReactNode {
  const t = useTexts(instances);
  return (
    <EmptyState title={t('empty')} hint={t('emptyHint')} icon={<IconApps size={40} stroke={1.3} aria-hidden />}>
      <LinkButton to="/apps" search={{}}>
        {t('toStore')}
      </LinkButton>
    </EmptyState>
  );
}

function NameCell({ instance: { id, name, appName, icon, test } }: { instance: Instance }) {
  const t = useTexts(instances);
  return (
    <Group gap="sm" wrap="nowrap">
      <AppIcon name={appName} src={iconAddress(icon)} size={36} />
      <Stack gap={0} align="flex-start">
        <Group gap={6}>
          <TextLink to="/instances/$instance" params={{ instance: id }} search={{}}>
            {name}
          </TextLink>
          {test && (
            <Tooltip label={t('testHint')}>
              <Badge variant="default" tt="none" fw={500}>
                {t('test')}
              </Badge>
            </Tooltip>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {appName}
        </Text>
      </Stack>
    </Group>
  );
}

function StatusCell({ instance: { state, reason, doing } }: { instance: Instance }) {
  const t = useTexts(instances);
  const said = state === 'failed' ? reason : doing && t('waiting', { what: awaited(doing) });
  return (
    <Stack gap={2} align="flex-start">
      <Status state={state} reason={state === 'failed' ? reason : undefined} />
      {said && (
        <Text size="sm" c="dimmed" lineClamp={2} maw={320}>
          {said}
        </Text>
      )}
    </Stack>
  );
}

function VersionCell({ instance: { number, newer } }: { instance: Instance }) {
  const t = useTexts(instances);
  return (
    <Stack gap={0}>
      {number}
      {newer && (
        <Text size="sm" c="dimmed">
          {t('newer', { number: newer })}
        </Text>
      )}
    </Stack>
  );
}
