import { Code, Stack, Text } from '@mantine/core';
import type { StoreVersion } from '../../api/hooks/store';
import { EmptyState } from '../../components/EmptyState';
import { Panel } from '../../components/Panel';
import { VerificationReport } from '../../components/VerificationReport';
import { packageTexts } from '../../i18n/areas/package';
import { useTexts } from '../../i18n/language';

/** The evidence that a version works: the run of its verification, step by step. */
export function Evidence({ version: { verification, digest } }: { version: StoreVersion }) {
  const p = useTexts(packageTexts);
  if (!verification) return <EmptyState title={p('noVerification')} />;
  return (
    <Panel title={p('verification')} hint={p('verificationHint')}>
      <Stack>
        <VerificationReport verification={verification} />
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {p('digest')} <Code>{digest}</Code>
        </Text>
      </Stack>
    </Panel>
  );
}
