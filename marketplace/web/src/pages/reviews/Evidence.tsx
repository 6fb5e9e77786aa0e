import { Button, Stack, Text } from '@mantine/core';
import { goesOn, useVerifyAgain } from '../../api/hooks/verifications';
import type { Verification, Version } from '../../api/hooks/versions';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Panel } from '../../components/Panel';
import { VerificationReport } from '../../components/VerificationReport';
import { reviews } from '../../i18n/areas/reviews';
import { useTexts } from '../../i18n/language';

/** The verification of the version under review, live while it goes on. */
export function Evidence({ version, verification }: { version: Version; verification?: Verification }) {
  const t = useTexts(reviews);
  const again = useVerifyAgain(version.id);
  const repeat = ['review', 'pass', 'reject'].some((action) => version.allowed.includes(action)) && !goesOn(verification?.state) && (
    <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
      {t('verifyAgain')}
    </Button>
  );
  return (
    <Panel title={t('verification')} hint={t('verificationHint')} actions={repeat}>
      <Stack>
        <ErrorNotice error={again.error} />
        {verification ? <VerificationReport verification={verification} digest={version.package.digest} /> : <Text c="dimmed">{t('noVerification')}</Text>}
      </Stack>
    </Panel>
  );
}
