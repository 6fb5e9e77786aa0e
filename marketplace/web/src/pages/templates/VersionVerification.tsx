import { Button, Group, List, Skeleton, Stack, Text } from '@mantine/core';
import { goesOn, useVerification, useVerifications, useVerifyAgain } from '../../api/hooks/verifications';
import type { Version } from '../../api/hooks/versions';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { RelativeTime } from '../../components/RelativeTime';
import { VerificationReport } from '../../components/VerificationReport';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { Verified } from './Verified';

interface Props {
  version: Version;
  mayRepeat: boolean;
}

/** The latest verification of a version, live while it goes on, and those before it. */
export function VersionVerification({ version, mayRepeat }: Props) {
  const t = useTexts(templates);
  const { data: all, error } = useVerifications(version.id);
  const latest = useVerification(all?.[0]?.id);
  const again = useVerifyAgain(version.id);
  if (error) return <ErrorNotice error={error} />;
  if (!all || (all.length > 0 && !latest.data)) return <Skeleton height={160} />;
  const repeat = mayRepeat && !goesOn(all[0]?.state) && (
    <Button variant="default" size="xs" loading={again.isPending} onClick={() => again.mutate()}>
      {t('verifyAgain')}
    </Button>
  );
  if (!latest.data) {
    return (
      <EmptyState title={t('notVerified')} hint={t('notVerifiedHint')}>
        {repeat}
      </EmptyState>
    );
  }
  return (
    <Stack>
      <VerificationReport verification={latest.data} digest={version.package.digest} />
      <ErrorNotice error={again.error} />
      <Group>{repeat}</Group>
      {all.length > 1 && (
        <div>
          <Text size="sm" fw={600} mb={4}>
            {t('earlier')}
          </Text>
          <List size="sm" listStyleType="none" spacing={4}>
            {all.slice(1).map((v) => (
              <List.Item key={v.id}>
                <Verified state={v.state} /> <RelativeTime time={v.queued} />
              </List.Item>
            ))}
          </List>
        </div>
      )}
    </Stack>
  );
}
