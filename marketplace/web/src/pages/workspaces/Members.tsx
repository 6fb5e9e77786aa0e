import { Button, Select, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useMayEditWorkspace } from '../../api/hooks/session';
import {
  useDeleteWorkspaceMember,
  usePutWorkspaceMember,
  useWorkspaceMembers,
  workspaceRoles,
  type WorkspaceRole,
} from '../../api/hooks/workspaces';
import { fieldErrors } from '../../api/problem';
import { EmptyState } from '../../components/EmptyState';
import { FormDialog } from '../../components/FormDialog';
import { MemberTable } from '../../components/MemberTable';
import { PageHeader } from '../../components/PageHeader';
import { UserField } from '../../components/UserField';
import { workspaces } from '../../i18n/areas/workspaces';
import { useTexts } from '../../i18n/language';
import { Invitations } from './Invitations';

export function Page() {
  const { workspace } = useParams({ from: '/workspaces/$workspace/members' });
  const t = useTexts(workspaces);
  const editable = useMayEditWorkspace(workspace);
  const members = useWorkspaceMembers(workspace);
  const put = usePutWorkspaceMember(workspace);
  const remove = useDeleteWorkspaceMember(workspace);
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageHeader title={t('membersOf', { workspace })} description={t('membersHint')}>
        {editable && <Button onClick={() => setInviting(true)}>{t('invite')}</Button>}
      </PageHeader>
      <Stack gap="xl">
        <MemberTable
          label={t('members')}
          members={members}
          roles={workspaceRoles}
          editable={editable}
          put={put}
          remove={remove}
          removeTitle={(name) => t('removeMember', { name })}
          removeHint={t('removeMemberHint')}
          empty={<EmptyState title={t('noMembers')} hint={t('noMembersHint')} />}
        />
        {editable && <Invitations workspace={workspace} />}
      </Stack>
      {inviting && <Invite workspace={workspace} onClose={() => setInviting(false)} />}
    </>
  );
}

/** Makes a user of the platform a member, at once. */
function Invite({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const t = useTexts(workspaces);
  const put = usePutWorkspaceMember(workspace);
  const [user, setUser] = useState('');
  const [role, setRole] = useState<WorkspaceRole>('workspace-regular');
  const fields = fieldErrors(put.error);
  return (
    <FormDialog
      title={t('inviteUser')}
      action={t('invite')}
      fields={['user', 'role']}
      error={put.error}
      busy={put.isPending}
      disabled={!user}
      onSubmit={() => put.mutate({ user, role }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <UserField label={t('user')} description={t('userHint')} required value={user} onChange={setUser} error={fields.user} />
      <Select label={t('role')} data={workspaceRoles} allowDeselect={false} value={role} onChange={(next) => setRole(next as WorkspaceRole)} error={fields.role} />
    </FormDialog>
  );
}
