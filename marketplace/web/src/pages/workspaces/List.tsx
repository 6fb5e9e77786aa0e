import { Anchor, Button, Menu, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../api/hooks/session';
import { useWorkspaces, type Workspace } from '../../api/hooks/workspaces';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { PageHeader } from '../../components/PageHeader';
import { PageTable } from '../../components/PageTable';
import { RelativeTime } from '../../components/RelativeTime';
import { RowMenu } from '../../components/RowMenu';
import { useFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { workspaces as texts } from '../../i18n/areas/workspaces';
import { useTexts } from '../../i18n/language';
import { CreateWorkspace, DeleteWorkspace, EditWorkspace } from './WorkspaceDialogs';

const pageSize = 20;

type Doing = { what: 'create' } | { what: 'edit' | 'delete'; workspace: Workspace };

export function Page() {
  const t = useTexts(texts);
  const c = useTexts(common);
  const manager = useMay()('workspaces.manage');
  const [filters, setFilters] = useFilters();
  const list = useWorkspaces({ q: filters.q, page: filters.page, limit: pageSize });
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const columns: Column<Workspace>[] = [
    {
      key: 'name',
      title: c('name'),
      render: ({ name, title }) => (
        <Stack gap={0}>
          <Anchor component={Link} to={`/workspaces/${name}/templates`} fw={600}>
            {name}
          </Anchor>
          <Text size="sm" c="dimmed">
            {title}
          </Text>
        </Stack>
      ),
    },
    { key: 'members', title: t('membersCount'), render: (w) => w.members },
    { key: 'projects', title: t('projectsCount'), wide: true, render: (w) => w.projects },
    { key: 'apps', title: t('appsCount'), wide: true, render: (w) => w.apps },
    { key: 'created', title: c('created'), wide: true, render: (w) => <RelativeTime time={w.created} /> },
  ];
  if (manager) {
    columns.push({
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 60,
      render: (workspace) => (
        <RowMenu label={t('actionsFor', { name: workspace.name })}>
          <Menu.Item onClick={() => setDoing({ what: 'edit', workspace })}>{c('edit')}</Menu.Item>
          <Menu.Item color="red" onClick={() => setDoing({ what: 'delete', workspace })}>
            {c('delete')}
          </Menu.Item>
        </RowMenu>
      ),
    });
  }
  const create = manager && <Button onClick={() => setDoing({ what: 'create' })}>{t('create')}</Button>;
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')}>
        {create}
      </PageHeader>
      <PageTable
        label={t('title')}
        columns={columns}
        query={list}
        rowKey={(w) => w.name}
        filters={filters}
        setFilters={setFilters}
        pageSize={pageSize}
        search={t('search')}
        empty={<EmptyState title={t('empty')} hint={manager ? t('emptyManager') : t('emptyMember')} />}
      />
      {doing?.what === 'create' && <CreateWorkspace onClose={close} />}
      {doing?.what === 'edit' && <EditWorkspace workspace={doing.workspace} onClose={close} />}
      {doing?.what === 'delete' && <DeleteWorkspace workspace={doing.workspace} onClose={close} />}
    </>
  );
}
