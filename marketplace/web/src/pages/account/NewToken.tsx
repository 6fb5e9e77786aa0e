import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCreateToken } from '../../api/hooks/tokens';
import { fieldErrors } from '../../api/problem';
import { CopyField } from '../../components/CopyField';
import { FormDialog } from '../../components/FormDialog';
import { account } from '../../i18n/areas/account';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';

const lifetimes = [30, 90, 365]; // days

/** Asks what a token is for and how long it lasts, then shows its secret, once. */
export function NewToken({ onClose }: { onClose: () => void }) {
  const t = useTexts(account);
  const c = useTexts(common);
  const create = useCreateToken();
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const fields = fieldErrors(create.error);
  if (create.data) {
    return (
      <Modal opened onClose={onClose} title={t('token')} closeButtonProps={{ 'aria-label': c('close') }}>
        <Stack>
          <Text>{t('secretOnce')}</Text>
          <CopyField label={t('token')} value={create.data.secret} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('done')}</Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  const expires = () => (days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : undefined);
  return (
    <FormDialog
      title={t('createToken')}
      action={c('create')}
      fields={['name', 'expires']}
      error={create.error}
      busy={create.isPending}
      onSubmit={() => create.mutate({ name, expires: expires() })}
      onClose={onClose}
    >
      <TextInput label={t('tokenName')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fields.name} />
      <Select
        label={t('expires')}
        data={[...lifetimes.map((n) => ({ value: String(n), label: t('days', { n }) })), { value: '', label: t('never') }]}
        allowDeselect={false}
        value={days}
        onChange={(value) => setDays(value ?? '')}
        error={fields.expires}
      />
    </FormDialog>
  );
}
