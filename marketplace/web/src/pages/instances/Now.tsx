import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useChange, useRetry } from '../../api/hooks/changes';
import { isChanging, useLive, type Instance } from '../../api/hooks/instances';
import { asOutcome } from '../../api/outcome';
import { ErrorNotice } from '../../components/ErrorNotice';
import { notice } from '../../components/notice';
import { RelativeTime } from '../../components/RelativeTime';
import { FailureNote } from '../../components/StepLine';
import { awaited } from '../../components/steps';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { kindWord } from './kinds';

/** What there is to say of an instance right now: what it waits for, why it failed, what is not ready. */
export function Now({ instance, onDelete }: { instance: Instance; onDelete: () => void }) {
  const t = useTexts(instances);
  const { state, undeleted } = instance;
  return (
    <div aria-live="polite">
      {state === 'removed' && (
        <Alert color="gray" variant="light" mb="md">
          {t('removed')}
        </Alert>
      )}
      {isChanging(state) && <Working instance={instance} />}
      {state === 'failed' && (undeleted ? <Undeleted instance={instance} onDelete={onDelete} /> : <Failed instance={instance} />)}
      {state === 'running' && <Unready instance={instance} />}
    </div>
  );
}

function Working({ instance: { id, state, current, number, doing } }: { instance: Instance }) {
  const t = useTexts(instances);
  const { data: change } = useChange(id, current);
  const title = state === 'deleting' ? t('removing') : t('working', { n: current, kind: kindWord(change?.kind ?? '', t), number });
  return (
    <Alert color="blue" variant="light" mb="md" icon={<Loader size={18} aria-hidden />} title={title}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }} hidden={state === 'deleting' && !doing}>
        {doing ? t('waiting', { what: awaited(doing) }) : t('starting')}
      </Text>
      <Text size="sm" c="dimmed">
        {change?.started && state !== 'deleting' && (
          <>
            {t('started')} <RelativeTime time={change.started} />
            {' · '}
          </>
        )}
        {t('leave')}
      </Text>
    </Alert>
  );
}

function Failed({ instance }: { instance: Instance }) {
  const t = useTexts(instances);
  const { id, current, reason, may } = instance;
  const { data: change } = useChange(id, current);
  const retry = useRetry(instance);
  const failure = asOutcome(change?.outcome)?.failure;
  return (
    <Alert color="red" variant="light" mb="md" icon={<IconAlertCircle aria-hidden />} title={t('failedTitle', { n: current })}>
      <Stack gap="sm">
        {failure ? (
          <FailureNote failure={failure} />
        ) : (
          <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {reason}
          </Text>
        )}
        {may && (
          <>
            <Text size="sm">{t('failedHint')}</Text>
            <ErrorNotice error={retry.error} />
            <Group>
              <Button loading={retry.isPending} onClick={() => retry.mutate(undefined, { onSuccess: () => notice(t('retrying')) })}>
                {t('retry')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Alert>
  );
}

/** An instance that is there though it was to be deleted: nothing is wrong with its latest revision. */
function Undeleted({ instance: { name, reason, may }, onDelete }: { instance: Instance; onDelete: () => void }) {
  const t = useTexts(instances);
  return (
    <Alert color="red" variant="light" mb="md" icon={<IconAlertCircle aria-hidden />} title={t('undeletedTitle', { name })}>
      <Stack gap="sm">
        <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {reason}
        </Text>
        {may && (
          <>
            <Text size="sm">{t('undeletedHint')}</Text>
            <Group>
              <Button color="red" onClick={onDelete}>
                {t('deleteAgain')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Alert>
  );
}

function Unready({ instance: { id } }: { instance: Instance }) {
  const t = useTexts(instances);
  const { data: live } = useLive(id);
  if (live?.state !== 'degraded' && live?.state !== 'unknown') return null;
  return (
    <Alert color="orange" variant="light" mb="md" title={live.state === 'degraded' ? t('degraded') : t('unknownLive')}>
      {live.reason}
    </Alert>
  );
}
