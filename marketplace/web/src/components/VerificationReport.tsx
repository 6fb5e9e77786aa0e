import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Schemas } from '../api/client';
import { asReport, clusterOf } from '../api/report';
import { packageTexts } from '../i18n/areas/package';
import { useTexts } from '../i18n/language';
import { RelativeTime } from './RelativeTime';
import { Status } from './Status';
import { StepLine } from './StepLine';
import { shownSteps } from './steps';

interface Props {
  verification: Schemas['Verification'];
  /** The digest of the package there is now: a verification of another one says nothing about it. */
  digest?: string;
}

/** A verification with its steps, as the terminal shows them; one that runs says what it waits for. */
export function VerificationReport({ verification, digest }: Props) {
  const t = useTexts(packageTexts);
  const { id, state, message, doing, ended } = verification;
  const report = asReport(verification.report);
  const cluster = clusterOf(report);
  const seconds = report?.seconds.toFixed(1) ?? '';
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Status state={state} />
        {report && state === 'passed' && <Text size="sm">{t('verifiedIn', { seconds })}</Text>}
        {report && state === 'failed' && <Text size="sm">{t('failedIn', { seconds })}</Text>}
        {cluster && (
          <Text size="sm" c="dimmed">
            {t('on', { cluster })}
          </Text>
        )}
        {ended && (
          <Text size="sm" c="dimmed">
            <RelativeTime time={ended} />
          </Text>
        )}
      </Group>
      {message && state !== 'passed' && (
        <Alert color={state === 'failed' ? 'red' : 'gray'} variant="light">
          {message}
        </Alert>
      )}
      <div aria-live="polite">
        {state === 'queued' && <Text c="dimmed">{t('queued')}</Text>}
        {digest && verification.digest !== digest && (
          <Alert color="orange" variant="light">
            {t('otherPackage')}
          </Alert>
        )}
      </div>
      <List listStyleType="none" spacing="xs" styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}>
        {shownSteps(report, state === 'running').map((step) => (
          <List.Item key={step.name}>
            <StepLine step={step} doing={doing} />
          </List.Item>
        ))}
      </List>
      {report && ended && (
        <Group>
          <Button
            component="a"
            href={`/api/v1/verifications/${encodeURIComponent(id)}/report/html`}
            download
            variant="default"
            size="xs"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            {t('report')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
