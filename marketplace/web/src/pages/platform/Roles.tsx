import { Badge, Button, Group, Menu, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { usePermissions, useRoles, type Role } from '../../api/hooks/roles';
import { useMay } from '../../api/hooks/session';
import { DataTable, type Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { RowMenu } from '../../components/RowMenu';
import { access } from '../../i18n/areas/access';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';
import { usePermissionWords } from './permissions';
import { CreateRole, DeleteRole, EditPermissions, EditRole } from './RoleDialogs';

type Doing = { what: 'create' } | { what: 'edit' | 'permissions' | 'delete'; role: Role };

/** The platform roles, and what is done with them. */
export function Roles() {
  const t = useTexts(access);
  const c = useTexts(common);
  const may = useMay();
  const roles = useRoles();
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const columns: Column<Role>[] = [
    {
      key: 'name',
      title: c('name'),
      width: 280,
      render: (role) => (
        <Stack gap={0}>
          <Group gap="xs">
            <Text fw={600}>{role.name}</Text>
            {role.builtIn && (
              <Badge size="sm" variant="default" tt="none">
                {t('builtIn')}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {role.title}
          </Text>
        </Stack>
      ),
    },
    { key: 'permissions', title: t('permissions'), wide: true, render: (role) => <PermissionList role={role} /> },
    { key: 'users', title: t('users'), width: 110, render: (role) => t('roleUsers', { n: role.users }) },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 60,
      render: (role) =>
        !role.builtIn &&
        may('roles.manage') && (
          <RowMenu label={t('actionsFor', { name: role.name })}>
            <Menu.Item onClick={() => setDoing({ what: 'edit', role })}>{t('editInformation')}</Menu.Item>
            <Menu.Item onClick={() => setDoing({ what: 'permissions', role })}>{t('editPermissions')}</Menu.Item>
            <Menu.Item color="red" onClick={() => setDoing({ what: 'delete', role })}>
              {c('delete')}
            </Menu.Item>
          </RowMenu>
        ),
    },
  ];
  return (
    <>
      {may('roles.manage') && (
        <Group justify="flex-end" mb="md">
          <Button onClick={() => setDoing({ what: 'create' })}>{c('create')}</Button>
        </Group>
      )}
      <DataTable label={t('roles')} columns={columns} rows={roles} rowKey={(role) => role.name} empty={<EmptyState title={c('none')} />} />
      {doing?.what === 'create' && <CreateRole onClose={close} />}
      {doing?.what === 'edit' && <EditRole role={doing.role} onClose={close} />}
      {doing?.what === 'permissions' && <EditPermissions role={doing.role} onClose={close} />}
      {doing?.what === 'delete' && <DeleteRole role={doing.role} onClose={close} />}
    </>
  );
}

function PermissionList({ role }: { role: Role }) {
  const t = useTexts(access);
  const words = usePermissionWords();
  const { data: catalogue = [] } = usePermissions();
  const given = catalogue.filter((p) => role.permissions?.includes(p.name));
  if (role.permissions?.length === 0) return <Text c="dimmed">{t('noPermissions')}</Text>;
  return <Text size="sm">{given.map(words.title).join(', ')}</Text>;
}
