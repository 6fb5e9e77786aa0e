import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReviewSheet } from '../../api/hooks/reviews';
import type { Verification } from '../../api/hooks/versions';
import { reviews } from '../../i18n/areas/reviews';
import { useTexts } from '../../i18n/language';
import { JudgeDialog } from './JudgeDialog';

interface Props {
  sheet: ReviewSheet;
  verification?: Verification;
  me: string;
  /** Somebody else was faster. */
  onLate: () => void;
  onJudged: () => void;
}

/** Pass and Reject, for those who may decide. */
export function JudgeButtons({ sheet, verification, me, onLate, onJudged }: Props) {
  const t = useTexts(reviews);
  const [doing, setDoing] = useState<'pass' | 'reject'>();
  const { allowed, review } = sheet.version;
  const may = review === sheet.review.id && ['review', 'pass', 'reject'].some((action) => allowed.includes(action));
  const close = () => setDoing(undefined);
  return (
    <>
      {may && (
        <>
          <Button variant="default" onClick={() => setDoing('reject')}>
            {t('reject')}
          </Button>
          <Button onClick={() => setDoing('pass')}>{t('pass')}</Button>
        </>
      )}
      {doing && (
        <JudgeDialog
          action={doing}
          sheet={sheet}
          verification={verification}
          me={me}
          onLate={() => {
            close();
            onLate();
          }}
          onJudged={() => {
            close();
            onJudged();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
