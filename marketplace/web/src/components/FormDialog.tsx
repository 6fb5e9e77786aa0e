import { Button, Group, Modal, Stack, type ModalProps } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';
import { ErrorNotice } from './ErrorNotice';

interface Props {
  title: string;
  children: ReactNode;
  /** The word on the button that sends the form; OK if none is given. */
  action?: string;
  /** Fields that show their message themselves. */
  fields?: string[];
  error?: unknown;
  busy?: boolean;
  disabled?: boolean;
  size?: ModalProps['size'];
  onSubmit: () => void;
  onClose: () => void;
}

/** A dialog with a form. It stays open while the form is sent and when that fails. Mount it to open it. */
export function FormDialog({ title, children, action, fields, error, busy, disabled, size, onSubmit, onClose }: Props) {
  const c = useTexts(common);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // a dialog inside a dialog: React's events bubble through both
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': c('close') }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {children}
          <ErrorNotice error={error} except={fields} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {c('cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={disabled}>
              {action ?? c('ok')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
