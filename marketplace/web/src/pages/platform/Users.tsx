import { Button, Group, Menu, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useRoles } from '../../api/hooks/roles';
import { useEditUser, useUsers, type User } from '../../api/hooks/users';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { PageTable } from '../../components/PageTable';
import { RelativeTime } from '../../components/RelativeTime';
import { RowMenu } from '../../components/RowMenu';
import { Status } from '../../components/Status';
import { useFilters } from '../../components/useFilters';
import { access } from '../../i18n/areas/access';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';
import { CreateUser, DeleteUser, DisableUser, EditUser } from './UserDialogs';

const pageSize = 20;

type Doing = { what: 'create' } | { what: 'edit' | 'disable' | 'delete'; user: User };

/** The users of the platform, and what is done with them. */
export function Users() {
  const t = useTexts(access);
  const c = useTexts(common);
  const [{ tab: _tab, ...filters }, setFilters] = useFilters();
  const users = useUsers({ q: filters.q, role: filters.role as string | undefined, page: filters.page, limit: pageSize });
  const { data: roles = [] } = useRoles();
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const columns: Column<User>[] = [
    {
      key: 'name',
      title: c('name'),
      render: (user) => (
        <Stack gap={0}>
          <Text fw={600}>{user.name}</Text>
          <Text size="sm" c="dimmed">
            {user.title}
          </Text>
        </Stack>
      ),
    },
    { key: 'role', title: t('platformRole'), render: (user) => user.role },
    { key: 'status', title: c('status'), wide: true, render: (user) => <Status state={user.disabled ? 'disabled' : 'enabled'} /> },
    { key: 'seen', title: t('lastSeen'), wide: true, render: ({ lastSeen }) => (lastSeen ? <RelativeTime time={lastSeen} /> : t('never')) },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 60,
      render: (user) => (
        <RowMenu label={t('actionsFor', { name: user.name })}>
          <Menu.Item onClick={() => setDoing({ what: 'edit', user })}>{c('edit')}</Menu.Item>
          {user.disabled ? <Enable user={user} /> : <Menu.Item onClick={() => setDoing({ what: 'disable', user })}>{t('disable')}</Menu.Item>}
          <Menu.Item color="red" onClick={() => setDoing({ what: 'delete', user })}>
            {c('delete')}
          </Menu.Item>
        </RowMenu>
      ),
    },
  ];
  return (
    <>
      <PageTable
        label={t('users')}
        columns={columns}
        query={users}
        rowKey={(user) => user.name}
        filters={filters}
        setFilters={setFilters}
        pageSize={pageSize}
        search={t('searchUsers')}
        empty={<EmptyState title={t('noUsers')} />}
      >
        <Select
          aria-label={t('platformRole')}
          placeholder={t('allRoles')}
          clearable
          clearButtonProps={{ 'aria-label': c('clearFilters') }}
          data={roles.map((role) => role.name)}
          value={(filters.role as string | undefined) ?? null}
          onChange={(role) => setFilters({ role: role ?? undefined })}
        />
        <Group justify="flex-end" flex={1}>
          <Button onClick={() => setDoing({ what: 'create' })}>{c('create')}</Button>
        </Group>
      </PageTable>
      {doing?.what === 'create' && <CreateUser onClose={close} />}
      {doing?.what === 'edit' && <EditUser user={doing.user} onClose={close} />}
      {doing?.what === 'disable' && <DisableUser user={doing.user} onClose={close} />}
      {doing?.what === 'delete' && <DeleteUser user={doing.user} onClose={close} />}
    </>
  );
}

function Enable({ user }: { user: User }) {
  const t = useTexts(access);
  const edit = useEditUser(user);
  return <Menu.Item onClick={() => edit.mutate({ disabled: false })}>{t('enable')}</Menu.Item>;
}
