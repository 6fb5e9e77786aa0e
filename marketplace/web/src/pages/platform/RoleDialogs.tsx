import { Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useDeleteRole, useSaveRole, type Role } from '../../api/hooks/roles';
import { fieldErrors } from '../../api/problem';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormDialog } from '../../components/FormDialog';
import { access } from '../../i18n/areas/access';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';
import { PermissionBoxes } from './PermissionBoxes';

/** Asks for a role's name, then for its permissions in a dialog of their own, as often as one likes. */
export function CreateRole({ onClose }: { onClose: () => void }) {
  const t = useTexts(access);
  const c = useTexts(common);
  const save = useSaveRole();
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [permissions, setPermissions] = useState<string[]>([]);
  const [choosing, setChoosing] = useState(false);
  const fields = fieldErrors(save.error);
  return (
    <FormDialog
      title={t('createRole')}
      action={c('ok')}
      fields={['name', 'title']}
      error={save.error}
      busy={save.isPending}
      onSubmit={() => save.mutate({ name, title: title || name, permissions }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <TextInput label={t('roleName')} description={t('roleNameHint')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fields.name} />
      <TextInput label={t('roleTitle')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} error={fields.title} />
      <Group justify="space-between">
        <Text size="sm">{t('chosen', { n: permissions.length })}</Text>
        <Button variant="default" onClick={() => setChoosing(true)}>
          {t('editPermissions')}
        </Button>
      </Group>
      {choosing && (
        <PermissionDialog
          given={permissions}
          onDone={(chosen) => {
            setPermissions(chosen);
            setChoosing(false);
          }}
          onClose={() => setChoosing(false)}
        />
      )}
    </FormDialog>
  );
}

interface PermissionDialogProps {
  given: string[];
  error?: unknown;
  busy?: boolean;
  onDone: (chosen: string[]) => void;
  onClose: () => void;
}

function PermissionDialog({ given, error, busy, onDone, onClose }: PermissionDialogProps) {
  const t = useTexts(access);
  const [chosen, setChosen] = useState(given);
  return (
    <FormDialog title={t('editPermissions')} size="lg" error={error} busy={busy} onSubmit={() => onDone(chosen)} onClose={onClose}>
      <PermissionBoxes chosen={chosen} onChange={setChosen} />
    </FormDialog>
  );
}

export function EditPermissions({ role, onClose }: { role: Role; onClose: () => void }) {
  const save = useSaveRole(role);
  return (
    <PermissionDialog
      given={role.permissions ?? []}
      error={save.error}
      busy={save.isPending}
      onDone={(permissions) => save.mutate({ name: role.name, title: role.title, permissions }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

export function EditRole({ role, onClose }: { role: Role; onClose: () => void }) {
  const t = useTexts(access);
  const save = useSaveRole(role);
  const [title, setTitle] = useState(role.title);
  const submit = () => save.mutate({ name: role.name, title, permissions: role.permissions ?? [] }, { onSuccess: onClose });
  return (
    <FormDialog title={t('editInformation')} fields={['title']} error={save.error} busy={save.isPending} onSubmit={submit} onClose={onClose}>
      <TextInput label={t('roleTitle')} data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} error={fieldErrors(save.error).title} />
    </FormDialog>
  );
}

export function DeleteRole({ role, onClose }: { role: Role; onClose: () => void }) {
  const t = useTexts(access);
  const c = useTexts(common);
  const remove = useDeleteRole();
  return (
    <ConfirmDialog
      title={t('deleteRole', { name: role.name })}
      action={c('delete')}
      danger
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(role.name, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('deleteRoleHint')}
    </ConfirmDialog>
  );
}
