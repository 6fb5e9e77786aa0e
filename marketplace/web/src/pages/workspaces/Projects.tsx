import { Anchor, Button, Menu, Select, Stack, Text, TextInput } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useClusters } from '../../api/hooks/clusters';
import { useCreateProject, useDeleteProject, useProjects, type Project } from '../../api/hooks/projects';
import { useMayEditWorkspace } from '../../api/hooks/session';
import { fieldErrors } from '../../api/problem';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { DataTable, type Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { FormDialog } from '../../components/FormDialog';
import { PageHeader } from '../../components/PageHeader';
import { RowMenu } from '../../components/RowMenu';
import { Status } from '../../components/Status';
import { common } from '../../i18n/areas/common';
import { workspaces } from '../../i18n/areas/workspaces';
import { useTexts } from '../../i18n/language';

type Doing = { what: 'create' } | { what: 'delete'; project: Project };

export function Page() {
  const { workspace } = useParams({ from: '/workspaces/$workspace/projects' });
  const t = useTexts(workspaces);
  const c = useTexts(common);
  const editable = useMayEditWorkspace(workspace);
  const projects = useProjects({ workspace });
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const columns: Column<Project>[] = [
    {
      key: 'name',
      title: c('name'),
      render: ({ name, title }) => (
        <Stack gap={0}>
          <Anchor component={Link} to={`/workspaces/${workspace}/projects/${name}`} fw={600}>
            {name}
          </Anchor>
          <Text size="sm" c="dimmed">
            {title}
          </Text>
        </Stack>
      ),
    },
    { key: 'cluster', title: t('cluster'), wide: true, render: (project) => project.cluster },
    { key: 'status', title: c('status'), render: ({ state, message }) => <ProjectState state={state} message={message} /> },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 60,
      render: (project) => (
        <RowMenu label={t('actionsFor', { name: project.name })}>
          <Menu.Item component={Link} to={`/workspaces/${workspace}/projects/${project.name}`}>
            {t('openApps')}
          </Menu.Item>
          <Menu.Item component={Link} to={`/workspaces/${workspace}/projects/${project.name}/members`}>
            {t('projectMembers')}
          </Menu.Item>
          {editable && (
            <Menu.Item color="red" onClick={() => setDoing({ what: 'delete', project })}>
              {c('delete')}
            </Menu.Item>
          )}
        </RowMenu>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('projectsOf', { workspace })} description={t('projectsHint')}>
        {editable && <Button onClick={() => setDoing({ what: 'create' })}>{t('createProject')}</Button>}
      </PageHeader>
      <DataTable
        label={t('projects')}
        columns={columns}
        rows={projects}
        rowKey={(project) => project.name}
        empty={<EmptyState title={t('noProjects')} hint={editable ? t('noProjectsHint') : t('noProjectsViewer')} />}
      />
      {doing?.what === 'create' && <CreateProject workspace={workspace} onClose={close} />}
      {doing?.what === 'delete' && <DeleteProject project={doing.project} onClose={close} />}
    </>
  );
}

/** A project's state; why it failed is in plain sight. */
function ProjectState({ state, message }: { state: string; message?: string }) {
  return (
    <Stack gap={4} align="flex-start">
      <Status state={state} reason={state === 'failed' ? undefined : message} />
      {state === 'failed' && message && (
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
      )}
    </Stack>
  );
}

function CreateProject({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const t = useTexts(workspaces);
  const create = useCreateProject(workspace);
  const { data: clusters } = useClusters();
  const possible = clusters?.filter((cluster) => cluster.purpose !== 'verification') ?? [];
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [chosen, setCluster] = useState<string>();
  const cluster = chosen ?? possible[0]?.name ?? '';
  const fields = fieldErrors(create.error);
  return (
    <FormDialog
      title={t('createProject')}
      fields={['name', 'title', 'cluster']}
      error={create.error}
      busy={create.isPending}
      onSubmit={() => create.mutate({ name, title: title || name, cluster }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput label={t('projectName')} description={t('projectNameHint')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fields.name} />
      <TextInput label={t('displayName')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} error={fields.title} />
      <Select
        label={t('cluster')}
        data={possible.map(({ name: value, title: label }) => ({ value, label: label || value }))}
        allowDeselect={false}
        value={cluster || null}
        onChange={(next) => setCluster(next ?? undefined)}
        error={fields.cluster ?? (clusters && possible.length === 0 ? t('noClusters') : undefined)}
      />
    </FormDialog>
  );
}

function DeleteProject({ project: { name }, onClose }: { project: Project; onClose: () => void }) {
  const t = useTexts(workspaces);
  const c = useTexts(common);
  const remove = useDeleteProject();
  return (
    <ConfirmDialog
      title={t('deleteProject', { name })}
      action={c('delete')}
      danger
      typed={name}
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('deleteProjectHint', { name })}
    </ConfirmDialog>
  );
}
