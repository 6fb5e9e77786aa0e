import { Box, Button, Select, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Member } from '../api/hooks/workspaces';
import { common } from '../i18n/areas/common';
import { workspaces } from '../i18n/areas/workspaces';
import { useTexts } from '../i18n/language';
import { ConfirmDialog } from './ConfirmDialog';
import { DataTable, type Column, type Rows } from './DataTable';
import { ErrorNotice } from './ErrorNotice';
import { RelativeTime } from './RelativeTime';

interface Mutation<T> {
  mutate: (value: T, options?: { onSuccess?: () => void }) => void;
  isPending: boolean;
  error: unknown;
}

interface Props<R extends string> {
  label: string;
  members: Rows<Member>;
  roles: R[];
  editable: boolean;
  put: Mutation<{ user: string; role: R }>;
  remove: Mutation<string>;
  removeTitle: (name: string) => string;
  removeHint: string;
  empty: ReactNode;
}

/** The members of a workspace or of a project; who may, changes roles in place and removes members. */
export function MemberTable<R extends string>({ label, members, roles, editable, put, remove, removeTitle, removeHint, empty }: Props<R>) {
  const t = useTexts(workspaces);
  const c = useTexts(common);
  const [removing, setRemoving] = useState<string>();
  const close = () => setRemoving(undefined);
  const roleOf = (member: Member) =>
    editable ? (
      <Select
        aria-label={t('roleOf', { name: member.user })}
        data={roles}
        maw={240}
        value={member.role}
        allowDeselect={false}
        disabled={put.isPending}
        onChange={(role) => role && role !== member.role && put.mutate({ user: member.user, role: role as R })}
      />
    ) : (
      member.role
    );
  const columns: Column<Member>[] = [
    {
      key: 'user',
      title: c('name'),
      render: (member) => (
        <Stack gap={0}>
          <Text fw={600}>{member.user}</Text>
          <Text size="sm" c="dimmed">
            {member.title}
          </Text>
          <Box hiddenFrom="sm" mt={4}>
            {roleOf(member)}
          </Box>
        </Stack>
      ),
    },
    { key: 'role', title: c('role'), wide: true, width: 280, render: roleOf },
    { key: 'since', title: t('since'), wide: true, render: (member) => <RelativeTime time={member.since} /> },
  ];
  if (editable) {
    columns.push({
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 100,
      render: ({ user }) => (
        <Button size="compact-sm" variant="default" aria-label={removeTitle(user)} onClick={() => setRemoving(user)}>
          {c('remove')}
        </Button>
      ),
    });
  }
  return (
    <>
      <ErrorNotice error={put.error} />
      <DataTable label={label} columns={columns} rows={members} rowKey={(member) => member.user} empty={empty} />
      {removing && (
        <ConfirmDialog
          title={removeTitle(removing)}
          action={c('remove')}
          danger
          error={remove.error}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(removing, { onSuccess: close })}
          onClose={close}
        >
          {removeHint}
        </ConfirmDialog>
      )}
    </>
  );
}
