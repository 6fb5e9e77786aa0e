import { Code, Group, Loader, Spoiler, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react';
import { refText, type Failure, type Problem, type Step } from '../api/report';
import { packageTexts } from '../i18n/areas/package';
import { useTexts } from '../i18n/language';

/** One step of a run: its outcome as a sign and a word, what it did, how long it took, and why it failed. */
export function StepLine({ step }: { step: Step }) {
  const t = useTexts(packageTexts);
  return (
    <Stack gap={4}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <Sign step={step} />
        <Text fw={600} w={90} style={{ flexShrink: 0 }}>
          {step.name}
        </Text>
        <Text flex={1} style={{ overflowWrap: 'anywhere' }}>
          {step.summary || step.reason}
        </Text>
        {step.verdict !== 'SKIPPED' && (
          <Text c="dimmed" size="sm" style={{ whiteSpace: 'nowrap' }}>
            {t('seconds', { n: Number(step.seconds.toFixed(1)) })}
          </Text>
        )}
      </Group>
      {step.notes?.map((note) => (
        <Text key={note} size="sm" c="dimmed" pl={34}>
          {note}
        </Text>
      ))}
      {step.failure && <FailureNote failure={step.failure} />}
      {step.problems && step.problems.length > 0 && <ProblemList problems={step.problems} />}
    </Stack>
  );
}

function Sign({ step: { verdict } }: { step: Step }) {
  const t = useTexts(packageTexts);
  if (verdict === '') return <Loader size={22} role="img" aria-label={t('stepRunning')} />;
  const [colour, Picture, word] = {
    PASSED: ['green', IconCheck, t('stepPassed')] as const,
    FAILED: ['red', IconX, t('stepFailed')] as const,
    SKIPPED: ['gray', IconMinus, t('stepSkipped')] as const,
  }[verdict];
  return (
    <ThemeIcon size={22} radius="xl" variant="light" color={colour} role="img" aria-label={word}>
      <Picture size={14} aria-hidden />
    </ThemeIcon>
  );
}

/** The object, the cluster's reason, the evidence, and the next thing to do, in that order. */
export function FailureNote({ failure }: { failure: Failure }) {
  const t = useTexts(packageTexts);
  const { object, culprit, container, reason, message, log, hint } = failure;
  const who = [culprit ?? object].flatMap((ref) => (ref ? [refText(ref)] : []));
  return (
    <Stack gap={4} pl={34}>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {who.concat(container ?? []).join(' · ')} {message}
        {reason && ` (${reason})`}
      </Text>
      {log && log.length > 0 && (
        <Code block tabIndex={0} aria-label={t('containerLog')}>
          {log.join('\n')}
        </Code>
      )}
      {hint && <Text size="sm">{hint}</Text>}
    </Stack>
  );
}

function ProblemList({ problems }: { problems: Problem[] }) {
  const t = useTexts(packageTexts);
  return (
    <Spoiler maxHeight={0} pl={34} showLabel={t('warnings', { n: problems.length })} hideLabel={t('warnings', { n: problems.length })}>
      {problems.map((p) => (
        <Text key={`${p.code}${p.file}${p.line}${p.message}`} size="sm" style={{ overflowWrap: 'anywhere' }}>
          <Code>{p.code}</Code> {p.file}
          {p.line ? `:${p.line}` : ''} {p.message}
        </Text>
      ))}
    </Spoiler>
  );
}
