import { Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useDeleteToken, useTokens, type Token } from '../../api/hooks/tokens';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { DataTable, type Column } from '../../components/DataTable';
import { Panel } from '../../components/Panel';
import { RelativeTime } from '../../components/RelativeTime';
import { account } from '../../i18n/areas/account';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';
import { NewToken } from './NewToken';

export function Tokens() {
  const t = useTexts(account);
  const c = useTexts(common);
  const tokens = useTokens();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<Token>();
  const columns: Column<Token>[] = [
    { key: 'name', title: c('name'), render: (token) => token.name },
    { key: 'used', title: t('used'), wide: true, render: ({ used }) => (used ? <RelativeTime time={used} /> : t('unused')) },
    { key: 'expires', title: t('expires'), render: ({ expires }) => (expires ? <RelativeTime time={expires} /> : t('never')) },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      render: (token) => (
        <Button size="compact-sm" variant="default" onClick={() => setRevoking(token)} aria-label={t('revokeTitle', { name: token.name })}>
          {t('revoke')}
        </Button>
      ),
    },
  ];
  return (
    <Panel
      title={t('tokens')}
      hint={t('tokensHint')}
      actions={
        <Button variant="default" onClick={() => setCreating(true)}>
          {t('createToken')}
        </Button>
      }
    >
      <DataTable label={t('tokens')} columns={columns} rows={tokens} rowKey={(token) => token.id} empty={<Text c="dimmed">{t('noTokens')}</Text>} />
      {creating && <NewToken onClose={() => setCreating(false)} />}
      {revoking && <Revoke token={revoking} onClose={() => setRevoking(undefined)} />}
    </Panel>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  const t = useTexts(account);
  const revoke = useDeleteToken();
  return (
    <ConfirmDialog
      title={t('revokeTitle', { name: token.name })}
      action={t('revoke')}
      danger
      error={revoke.error}
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate(token.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('revokeHint')}
    </ConfirmDialog>
  );
}
