import { Box, Code, Group, Loader, Spoiler, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconMinus, IconPoint, IconX } from '@tabler/icons-react';
import { refText, type Failure, type Problem } from '../api/report';
import { packageTexts } from '../i18n/areas/package';
import { useTexts } from '../i18n/language';
import { awaited, type ShownStep } from './steps';

/** One step of a run: its outcome as a sign and a word, what it did, how long it took, and why it failed. */
export function StepLine({ step, doing }: { step: ShownStep; doing?: string }) {
  const t = useTexts(packageTexts);
  const running = step.verdict === '';
  const timed = step.verdict === 'PASSED' || step.verdict === 'FAILED';
  return (
    <Stack gap={4}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Sign step={step} />
        <Text fw={600} w={90} style={{ flexShrink: 0 }} c={step.verdict === 'AWAITED' ? 'dimmed' : undefined}>
          {step.name in packageTexts.en ? t(step.name as 'lint') : step.name}
        </Text>
        <Text flex={1} size="sm" pt={2} style={{ overflowWrap: 'anywhere' }}>
          {running && doing ? t('waitingFor', { what: awaited(doing) }) : step.summary || step.reason}
        </Text>
        {timed && (
          <Text c="dimmed" size="sm" pt={2} style={{ whiteSpace: 'nowrap' }}>
            {t('seconds', { n: Number(step.seconds.toFixed(1)) })}
          </Text>
        )}
      </Group>
      {step.notes?.map((note) => (
        <Text key={note} size="sm" c="dimmed" pl={34}>
          {note}
        </Text>
      ))}
      {step.failure && (
        <Box pl={34}>
          <FailureNote failure={step.failure} />
        </Box>
      )}
      {step.problems && step.problems.length > 0 && <ProblemList problems={step.problems} />}
    </Stack>
  );
}

function Sign({ step: { verdict } }: { step: ShownStep }) {
  const t = useTexts(packageTexts);
  if (verdict === '') return <Loader size={22} role="img" aria-label={t('stepRunning')} />;
  const [colour, Picture, word] = {
    PASSED: ['green', IconCheck, t('stepPassed')] as const,
    FAILED: ['red', IconX, t('stepFailed')] as const,
    SKIPPED: ['gray', IconMinus, t('stepSkipped')] as const,
    AWAITED: ['gray', IconPoint, t('stepAwaited')] as const,
  }[verdict];
  return (
    <ThemeIcon size={22} radius="xl" variant="light" color={colour} role="img" aria-label={word}>
      <Picture size={14} aria-hidden />
    </ThemeIcon>
  );
}

/** Why something failed: the object, the cluster's reason, the evidence, and the next thing to do, in that order. */
export function FailureNote({ failure }: { failure: Failure }) {
  const t = useTexts(packageTexts);
  const { object, culprit, message, log, hint } = failure;
  const cause = causeOf(failure, t);
  return (
    <Stack gap={4}>
      <Text size="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {object && <b>{refText(object)} </b>}
        {message}
      </Text>
      {cause && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {culprit && `${t('causedBy')} `}
          {cause}
        </Text>
      )}
      {log && log.length > 0 && (
        <Code block tabIndex={0} role="region" aria-label={t('containerLog')} mah={260} style={{ overflow: 'auto' }}>
          {log.join('\n')}
        </Code>
      )}
      {hint && (
        <Text size="sm" fw={600}>
          {hint}
        </Text>
      )}
    </Stack>
  );
}

function causeOf({ culprit, container, exitCode, reason }: Failure, t: ReturnType<typeof useTexts<typeof packageTexts.en>>): string {
  const facts = [container && t('container', { name: container }), exitCode !== undefined && t('exitCode', { code: exitCode }), reason];
  return [culprit && refText(culprit), ...facts].filter(Boolean).join(', ');
}

function ProblemList({ problems }: { problems: Problem[] }) {
  const t = useTexts(packageTexts);
  return (
    <Spoiler maxHeight={0} ml={34} showLabel={t('warnings', { n: problems.length })} hideLabel={t('warnings', { n: problems.length })}>
      {problems.map((p) => (
        <Text key={`${p.code}${p.file}${p.line}${p.message}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Code>{p.code}</Code> {p.file}
          {p.line ? `:${p.line}` : ''} {p.message}
        </Text>
      ))}
    </Spoiler>
  );
}
