import { notifications } from '@mantine/notifications';

/** Says in a corner of the page that something was done. What failed is said where it was asked for instead. */
export function notice(message: string) {
  notifications.show({ message, color: 'green', autoClose: 4000, withCloseButton: false });
}
