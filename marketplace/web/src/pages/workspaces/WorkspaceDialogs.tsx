import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useCreateWorkspace, useDeleteWorkspace, useEditWorkspace, type Workspace } from '../../api/hooks/workspaces';
import { fieldErrors } from '../../api/problem';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormDialog } from '../../components/FormDialog';
import { UserField } from '../../components/UserField';
import { common } from '../../i18n/areas/common';
import { workspaces } from '../../i18n/areas/workspaces';
import { useTexts } from '../../i18n/language';

export function CreateWorkspace({ onClose }: { onClose: () => void }) {
  const t = useTexts(workspaces);
  const navigate = useNavigate();
  const create = useCreateWorkspace();
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [admin, setAdmin] = useState('');
  const fields = fieldErrors(create.error);
  const submit = () =>
    create.mutate(
      { name, title: title || name, admin: admin || undefined },
      { onSuccess: () => navigate({ to: '/workspaces/$workspace/members', params: { workspace: name } }) },
    );
  return (
    <FormDialog title={t('create')} fields={['name', 'title', 'admin']} error={create.error} busy={create.isPending} onSubmit={submit} onClose={onClose}>
      <TextInput label={t('name')} description={t('nameHint')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fields.name} />
      <TextInput label={t('displayName')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} error={fields.title} />
      <UserField label={t('admin')} description={t('adminHint')} value={admin} onChange={setAdmin} error={fields.admin} />
    </FormDialog>
  );
}

export function EditWorkspace({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const t = useTexts(workspaces);
  const edit = useEditWorkspace(workspace);
  const [title, setTitle] = useState(workspace.title);
  return (
    <FormDialog
      title={t('edit', { name: workspace.name })}
      fields={['title']}
      error={edit.error}
      busy={edit.isPending}
      onSubmit={() => edit.mutate(title, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput label={t('displayName')} data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} error={fieldErrors(edit.error).title} />
    </FormDialog>
  );
}

export function DeleteWorkspace({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const t = useTexts(workspaces);
  const c = useTexts(common);
  const remove = useDeleteWorkspace();
  return (
    <ConfirmDialog
      title={t('delete', { name: workspace.name })}
      action={c('delete')}
      danger
      typed={workspace.name}
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(workspace.name, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('deleteHint')}
    </ConfirmDialog>
  );
}
