import { Alert, Text } from '@mantine/core';
import type { ReviewSheet } from '../../api/hooks/reviews';
import { reviews } from '../../i18n/areas/reviews';
import { useTexts } from '../../i18n/language';

/** Who has the review, and what was said when it ended. */
export function Standing({ sheet: { review, version }, me }: { sheet: ReviewSheet; me: string }) {
  const t = useTexts(reviews);
  const { state, reviewer, message, override, submittedBy } = review;
  const open = state === 'submitted' || state === 'in-review';
  if (open && [version.author, submittedBy].includes(me)) {
    return (
      <Alert color="gray" variant="light">
        {t('own')}
      </Alert>
    );
  }
  if (open && reviewer) return <Text c="dimmed">{reviewer === me ? t('mine') : t('theirs', { who: reviewer })}</Text>;
  if (open || (!message && !override)) return null;
  return (
    <Alert color={state === 'rejected' ? 'red' : 'gray'} variant="light" title={override ? t('overridden') : `${t('verdict')}: ${reviewer ?? ''}`}>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
        {override || message}
      </Text>
    </Alert>
  );
}
