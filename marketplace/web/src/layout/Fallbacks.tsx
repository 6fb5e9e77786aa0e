import { Button, Center, Loader } from '@mantine/core';
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { EmptyState } from '../components/EmptyState';
import { ErrorNotice } from '../components/ErrorNotice';
import { shell } from '../i18n/areas/shell';
import { useTexts } from '../i18n/language';

export function NotFound() {
  const t = useTexts(shell);
  return (
    <EmptyState title={t('notFound')} hint={t('notFoundHint')}>
      <Button component={Link} to="/apps">
        {t('toStore')}
      </Button>
    </EmptyState>
  );
}

export function Loading() {
  const t = useTexts(shell);
  return (
    <Center py={96}>
      <Loader role="status" aria-label={t('loading')} />
    </Center>
  );
}

/** What a page that failed while it was drawn or fetched leaves: the reason, and a way to try again. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return <ErrorNotice error={error} onRetry={reset} />;
}
