import { Badge, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useCheckCluster, useClusters, type Cluster, type Purpose } from '../../api/hooks/clusters';
import { DataTable, type Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { RelativeTime } from '../../components/RelativeTime';
import { RowMenu } from '../../components/RowMenu';
import { Status } from '../../components/Status';
import { clusters as texts } from '../../i18n/areas/clusters';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';
import { ClusterDialog, RemoveCluster } from './ClusterDialogs';

type Doing = { what: 'register' } | { what: 'edit' | 'remove'; cluster: Cluster };

export function Page() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const clusters = useClusters();
  const check = useCheckCluster();
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const columns: Column<Cluster>[] = [
    { key: 'name', title: c('name'), render: (cluster) => <ClusterName cluster={cluster} /> },
    { key: 'purpose', title: t('purpose'), wide: true, render: (cluster) => t(cluster.purpose as Purpose) },
    { key: 'status', title: c('status'), render: (cluster) => <ClusterState cluster={cluster} /> },
    { key: 'version', title: t('version'), wide: true, render: ({ version }) => version },
    { key: 'nodes', title: t('nodes'), wide: true, render: ({ nodes }) => nodes || '' },
    { key: 'seen', title: t('seen'), wide: true, render: ({ seen }) => (seen ? <RelativeTime time={seen} /> : t('never')) },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 60,
      render: (cluster) => (
        <RowMenu label={t('actionsFor', { name: cluster.name })}>
          <Menu.Item onClick={() => check.mutate(cluster.name)}>{t('check')}</Menu.Item>
          <Menu.Item onClick={() => setDoing({ what: 'edit', cluster })}>{c('edit')}</Menu.Item>
          <Menu.Item color="red" onClick={() => setDoing({ what: 'remove', cluster })}>
            {c('remove')}
          </Menu.Item>
        </RowMenu>
      ),
    },
  ];
  const register = <Button onClick={() => setDoing({ what: 'register' })}>{t('register')}</Button>;
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')}>
        {register}
      </PageHeader>
      <ErrorNotice error={check.error} />
      <DataTable
        label={t('title')}
        columns={columns}
        rows={clusters}
        rowKey={(cluster) => cluster.name}
        empty={<EmptyState title={t('empty')} hint={t('emptyHint')} />}
      />
      {doing?.what === 'register' && <ClusterDialog onClose={close} />}
      {doing?.what === 'edit' && <ClusterDialog cluster={doing.cluster} onClose={close} />}
      {doing?.what === 'remove' && <RemoveCluster cluster={doing.cluster} onClose={close} />}
    </>
  );
}

function ClusterName({ cluster: { name, title, server, embedded } }: { cluster: Cluster }) {
  const t = useTexts(texts);
  return (
    <Stack gap={0}>
      <Group gap="xs">
        <Text fw={600}>{name}</Text>
        {embedded && (
          <Badge size="sm" variant="default" tt="none">
            {t('embedded')}
          </Badge>
        )}
      </Group>
      {title && title !== name && (
        <Text size="sm" c="dimmed">
          {title}
        </Text>
      )}
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {server}
      </Text>
    </Stack>
  );
}

/** A cluster's state; why it cannot be reached is in plain sight. */
function ClusterState({ cluster: { state, message } }: { cluster: Cluster }) {
  const failed = state === 'unreachable';
  return (
    <Stack gap={4} align="flex-start">
      <Status state={state} reason={failed ? undefined : message} />
      {failed && message && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
      )}
    </Stack>
  );
}
