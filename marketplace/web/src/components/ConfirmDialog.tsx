import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';
import { ErrorNotice } from './ErrorNotice';

interface Props {
  title: string;
  /** What goes and what stays. */
  children: ReactNode;
  /** The word on the button that does it; OK if none is given. */
  action?: string;
  danger?: boolean;
  /** A name that must be typed first: only where data is lost. */
  typed?: string;
  error?: unknown;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is done. It stays open while that runs and when it fails. Mount it to open it. */
export function ConfirmDialog({ title, children, action, danger, typed, error, busy, onConfirm, onClose }: Props) {
  const c = useTexts(common);
  const [name, setName] = useState('');
  const blocked = typed !== undefined && name !== typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!blocked) onConfirm();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': c('close') }}>
      <form onSubmit={submit}>
        <Stack>
          <div>{children}</div>
          {typed !== undefined && (
            <TextInput
              label={c('typeToConfirm', { name: typed })}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <ErrorNotice error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {c('cancel')}
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} disabled={blocked} loading={busy}>
              {action ?? c('ok')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
