import { Alert, Grid, Skeleton, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useEvents } from '../../api/hooks/events';
import { useReview, type ReviewSheet } from '../../api/hooks/reviews';
import { useSession } from '../../api/hooks/session';
import { iconAddress } from '../../api/hooks/store';
import { useVerification } from '../../api/hooks/verifications';
import { AppIcon } from '../../components/AppIcon';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Status } from '../../components/Status';
import { reviews } from '../../i18n/areas/reviews';
import { useTexts } from '../../i18n/language';
import { Evidence } from './Evidence';
import { JudgeButtons } from './JudgeButtons';
import { Sheet } from './Sheet';
import { Standing } from './Standing';

/** All that a reviewer looks at, and the verdict. */
export function Page() {
  const { review: id = '' } = useParams({ strict: false });
  const { data: sheet, error, refetch } = useReview(id);
  if (error && !sheet) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!sheet) return <Skeleton height={320} />;
  return <Review sheet={sheet} reload={() => void refetch()} />;
}

function Review({ sheet, reload }: { sheet: ReviewSheet; reload: () => void }) {
  const t = useTexts(reviews);
  const { data: me } = useSession();
  const [late, setLate] = useState(false);
  const { review, app, version } = sheet;
  useEvents([`version/${version.id}`], [['reviews', 'one', review.id]]);
  const { data: followed } = useVerification(sheet.verification?.id);
  const verification = followed ?? sheet.verification;
  const faster = () => {
    setLate(true);
    reload();
  };
  const { name, summary, icon } = app.details;
  return (
    <>
      <PageHeader title={`${name} ${version.number}`} description={summary} icon={<AppIcon name={name} src={iconAddress(icon)} size={56} />}>
        <Status state={review.state} />
        <JudgeButtons sheet={sheet} verification={verification} me={me?.user?.name ?? ''} onLate={faster} onJudged={() => setLate(false)} />
      </PageHeader>
      <Stack>
        {late && (
          <Alert role="alert" color="orange" variant="light" title={t('fasterTitle')} withCloseButton onClose={() => setLate(false)}>
            {t('faster')}
          </Alert>
        )}
        <Standing sheet={sheet} me={me?.user?.name ?? ''} />
        <Grid>
          <Grid.Col span={{ base: 12, lg: 7 }}>
            <Sheet sheet={sheet} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 5 }}>
            <Evidence version={version} verification={verification} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  );
}
