import { Button, Select } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { projectRoles, useDeleteProjectMember, useProjectMembers, usePutProjectMember, type ProjectRole } from '../../api/hooks/projects';
import { useMayEditWorkspace, useSession } from '../../api/hooks/session';
import { useWorkspaceMembers } from '../../api/hooks/workspaces';
import { fieldErrors } from '../../api/problem';
import { EmptyState } from '../../components/EmptyState';
import { FormDialog } from '../../components/FormDialog';
import { MemberTable } from '../../components/MemberTable';
import { PageHeader } from '../../components/PageHeader';
import { workspaces } from '../../i18n/areas/workspaces';
import { useTexts } from '../../i18n/language';

export function Page() {
  const { workspace, project } = useParams({ from: '/workspaces/$workspace/projects/$project/members' });
  const t = useTexts(workspaces);
  const { data: me } = useSession();
  const owner = useMayEditWorkspace(workspace);
  const editable = owner || me?.projects[project] === 'admin';
  const members = useProjectMembers(project);
  const put = usePutProjectMember(project);
  const remove = useDeleteProjectMember(project);
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader title={t('projectMembersOf', { project })} description={t('projectMembersHint')}>
        {editable && <Button onClick={() => setAdding(true)}>{t('addMember')}</Button>}
      </PageHeader>
      <MemberTable
        label={t('projectMembers')}
        members={members}
        roles={projectRoles}
        editable={editable}
        put={put}
        remove={remove}
        removeTitle={(name) => t('removeProjectMember', { name })}
        removeHint={t('removeProjectMemberHint')}
        empty={<EmptyState title={t('noMembers')} />}
      />
      {adding && <AddMember workspace={workspace} project={project} onClose={() => setAdding(false)} />}
    </>
  );
}

function AddMember({ workspace, project, onClose }: { workspace: string; project: string; onClose: () => void }) {
  const t = useTexts(workspaces);
  const { data: candidates = [] } = useWorkspaceMembers(workspace);
  const put = usePutProjectMember(project);
  const [user, setUser] = useState<string | null>(null);
  const [role, setRole] = useState<ProjectRole>('operator');
  const fields = fieldErrors(put.error);
  return (
    <FormDialog
      title={t('addMember')}
      fields={['user', 'role']}
      error={put.error}
      busy={put.isPending}
      disabled={!user}
      onSubmit={() => user && put.mutate({ user, role }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Select label={t('user')} description={t('addMemberHint')} data={candidates.map((member) => member.user)} searchable value={user} onChange={setUser} error={fields.user} />
      <Select label={t('role')} data={projectRoles} allowDeselect={false} value={role} onChange={(next) => setRole(next as ProjectRole)} error={fields.role} />
    </FormDialog>
  );
}
