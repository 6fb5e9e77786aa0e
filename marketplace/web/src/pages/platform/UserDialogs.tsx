import { PasswordInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRoles } from '../../api/hooks/roles';
import { useCreateUser, useDeleteUser, useEditUser, type User } from '../../api/hooks/users';
import { fieldErrors } from '../../api/problem';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormDialog } from '../../components/FormDialog';
import { access } from '../../i18n/areas/access';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';

const shown = ['name', 'title', 'email', 'role', 'password'];

export function CreateUser({ onClose }: { onClose: () => void }) {
  const t = useTexts(access);
  const create = useCreateUser();
  const form = useForm({ initialValues: { name: '', title: '', email: '', role: 'platform-regular', password: '' } });
  const fields = fieldErrors(create.error);
  const submit = () => {
    const { title, email, ...rest } = form.getValues();
    create.mutate({ ...rest, title: title || rest.name, email: email || undefined }, { onSuccess: onClose });
  };
  return (
    <FormDialog title={t('createUser')} fields={shown} error={create.error} busy={create.isPending} onSubmit={submit} onClose={onClose}>
      <TextInput label={t('userName')} description={t('userNameHint')} required data-autofocus autoComplete="off" {...form.getInputProps('name')} error={fields.name} />
      <TextInput label={t('displayName')} {...form.getInputProps('title')} error={fields.title} />
      <TextInput label={t('email')} type="email" {...form.getInputProps('email')} error={fields.email} />
      <RoleSelect {...form.getInputProps('role')} error={fields.role} />
      <PasswordInput label={t('password')} description={t('passwordHint')} required autoComplete="new-password" {...form.getInputProps('password')} error={fields.password} />
    </FormDialog>
  );
}

export function EditUser({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts(access);
  const edit = useEditUser(user);
  const form = useForm({ initialValues: { title: user.title, email: user.email ?? '', role: user.role, password: '' } });
  const fields = fieldErrors(edit.error);
  const submit = () => {
    const { password, ...rest } = form.getValues();
    edit.mutate({ ...rest, password: password || undefined }, { onSuccess: onClose });
  };
  return (
    <FormDialog title={t('editUser', { name: user.name })} fields={shown} error={edit.error} busy={edit.isPending} onSubmit={submit} onClose={onClose}>
      <TextInput label={t('displayName')} data-autofocus {...form.getInputProps('title')} error={fields.title} />
      <TextInput label={t('email')} type="email" {...form.getInputProps('email')} error={fields.email} />
      <RoleSelect {...form.getInputProps('role')} error={fields.role} />
      <PasswordInput label={t('newPassword')} description={t('newPasswordHint')} autoComplete="new-password" {...form.getInputProps('password')} error={fields.password} />
    </FormDialog>
  );
}

interface RoleSelectProps {
  value?: string;
  onChange?: (role: string | null) => void;
  error?: string;
}

function RoleSelect({ value, onChange, error }: RoleSelectProps) {
  const t = useTexts(access);
  const { data: roles = [] } = useRoles();
  return <Select label={t('platformRole')} data={roles.map((role) => role.name)} allowDeselect={false} value={value} onChange={onChange} error={error} />;
}

export function DisableUser({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts(access);
  const edit = useEditUser(user);
  return (
    <ConfirmDialog
      title={t('disableTitle', { name: user.name })}
      action={t('disable')}
      danger
      error={edit.error}
      busy={edit.isPending}
      onConfirm={() => edit.mutate({ disabled: true }, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('disableHint')}
    </ConfirmDialog>
  );
}

export function DeleteUser({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useTexts(access);
  const c = useTexts(common);
  const remove = useDeleteUser();
  return (
    <ConfirmDialog
      title={t('deleteUser', { name: user.name })}
      action={c('delete')}
      danger
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(user.name, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('deleteUserHint')}
    </ConfirmDialog>
  );
}
