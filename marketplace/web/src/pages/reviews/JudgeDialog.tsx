import { Alert, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useJudge, type ReviewSheet } from '../../api/hooks/reviews';
import type { Verification } from '../../api/hooks/versions';
import { fieldErrors } from '../../api/problem';
import { FormDialog } from '../../components/FormDialog';
import { notice } from '../../components/notice';
import { reviews } from '../../i18n/areas/reviews';
import { useTexts } from '../../i18n/language';
import { gapOf, wasFaster } from './gate';

interface Props {
  action: 'pass' | 'reject';
  sheet: ReviewSheet;
  verification?: Verification;
  me: string;
  onLate: () => void;
  onJudged: () => void;
  onClose: () => void;
}

/** Asks for the verdict. A rejection needs a reason, and so does passing without a verification that succeeded. */
export function JudgeDialog({ action, sheet, verification, me, onLate, onJudged, onClose }: Props) {
  const t = useTexts(reviews);
  const { version, app } = sheet;
  const judge = useJudge(version, me);
  const [reason, setReason] = useState('');
  const [attempted, setAttempted] = useState(false);
  const gap = action === 'pass' ? gapOf(version, verification) : undefined;
  const needed = action === 'reject' || gap !== undefined;
  const names = { app: app.details.name, number: version.number };
  const send = () => {
    setAttempted(true);
    if (needed && !reason.trim()) return;
    const said = action === 'reject' ? { message: reason } : gap ? { override: reason } : {};
    const onSuccess = () => {
      notice(t(action === 'pass' ? 'passed' : 'rejected', names));
      onJudged();
    };
    judge.mutate({ action, ...said }, { onSuccess, onError: (error) => wasFaster(error) && onLate() });
  };
  const fields = fieldErrors(judge.error);
  const title = action === 'reject' ? t('rejectTitle', names) : gap ? t('overrideTitle', names) : t('passTitle', names);
  return (
    <FormDialog title={title} action={t(action)} size="lg" fields={['message', 'override']} error={judge.error} busy={judge.isPending} onSubmit={send} onClose={onClose}>
      {version.reviewer && version.reviewer !== me && <Text>{t('takeOver', { who: version.reviewer })}</Text>}
      {gap && (
        <Alert color="orange" variant="light">
          {t(gap)}
        </Alert>
      )}
      {action === 'pass' && !gap && <Text>{t('passHint')}</Text>}
      {needed && (
        <Textarea
          label={action === 'reject' ? t('rejectReason') : t('overrideReason')}
          description={action === 'reject' ? t('rejectReasonHint') : t('overrideReasonHint')}
          required
          autosize
          minRows={3}
          data-autofocus
          value={reason}
          error={attempted && !reason.trim() ? t('reasonMissing') : (fields.message ?? fields.override)}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
    </FormDialog>
  );
}
