import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import {
  useDeleteInvitation,
  useInvitations,
  useInvite,
  workspaceRoles,
  type Invitation,
  type WorkspaceRole,
} from '../../api/hooks/workspaces';
import { fieldErrors } from '../../api/problem';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { CopyField } from '../../components/CopyField';
import { DataTable, type Column } from '../../components/DataTable';
import { FormDialog } from '../../components/FormDialog';
import { Panel } from '../../components/Panel';
import { RelativeTime } from '../../components/RelativeTime';
import { common } from '../../i18n/areas/common';
import { workspaces } from '../../i18n/areas/workspaces';
import { useTexts } from '../../i18n/language';

/** The links by which people without an account join a workspace. */
export function Invitations({ workspace }: { workspace: string }) {
  const t = useTexts(workspaces);
  const c = useTexts(common);
  const invitations = useInvitations(workspace, true);
  const [creating, setCreating] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Invitation>();
  const who = (i: Invitation) => i.email || t('anyone');
  const columns: Column<Invitation>[] = [
    { key: 'email', title: t('email'), render: who },
    { key: 'role', title: t('role'), render: (i) => i.role },
    { key: 'by', title: t('by'), wide: true, render: (i) => i.by },
    { key: 'expires', title: t('expires'), wide: true, render: (i) => (i.accepted ? t('accepted') : <RelativeTime time={i.expires} />) },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 110,
      render: (i) =>
        !i.accepted && (
          <Button size="compact-sm" variant="default" aria-label={t('withdrawOf', { name: who(i) })} onClick={() => setWithdrawing(i)}>
            {t('withdraw')}
          </Button>
        ),
    },
  ];
  return (
    <Panel
      title={t('invitations')}
      hint={t('invitationsHint')}
      actions={
        <Button variant="default" onClick={() => setCreating(true)}>
          {t('createLink')}
        </Button>
      }
    >
      <DataTable label={t('invitations')} columns={columns} rows={invitations} rowKey={(i) => i.id} empty={<Text c="dimmed">{t('noInvitations')}</Text>} />
      {creating && <CreateLink workspace={workspace} onClose={() => setCreating(false)} />}
      {withdrawing && <Withdraw invitation={withdrawing} name={who(withdrawing)} onClose={() => setWithdrawing(undefined)} />}
    </Panel>
  );
}

/** Asks for whom a link is, then shows it, once. */
function CreateLink({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const t = useTexts(workspaces);
  const c = useTexts(common);
  const invite = useInvite(workspace);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<WorkspaceRole>('workspace-regular');
  const fields = fieldErrors(invite.error);
  if (invite.data) {
    return (
      <Modal opened onClose={onClose} title={t('inviteByLink')} closeButtonProps={{ 'aria-label': c('close') }}>
        <Stack>
          <Text>{t('linkOnce')}</Text>
          <CopyField label={t('link')} value={invite.data.link} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('done')}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <FormDialog
      title={t('inviteByLink')}
      action={t('createLink')}
      fields={['email', 'role']}
      error={invite.error}
      busy={invite.isPending}
      onSubmit={() => invite.mutate({ role, email: email || undefined })}
      onClose={onClose}
    >
      <TextInput label={t('email')} description={t('emailHint')} type="email" data-autofocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={fields.email} />
      <Select label={t('role')} data={workspaceRoles} allowDeselect={false} value={role} onChange={(next) => setRole(next as WorkspaceRole)} error={fields.role} />
    </FormDialog>
  );
}

function Withdraw({ invitation, name, onClose }: { invitation: Invitation; name: string; onClose: () => void }) {
  const t = useTexts(workspaces);
  const withdraw = useDeleteInvitation(invitation.workspace);
  return (
    <ConfirmDialog
      title={t('withdrawOf', { name })}
      action={t('withdraw')}
      danger
      error={withdraw.error}
      busy={withdraw.isPending}
      onConfirm={() => withdraw.mutate(invitation.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('withdrawHint')}
    </ConfirmDialog>
  );
}
