import { Badge } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

const looks = {
  queued: ['blue', 'verifiedQueued'],
  running: ['blue', 'verifiedRunning'],
  passed: ['green', 'verifiedPassed'],
  failed: ['red', 'verifiedFailed'],
  unjudged: ['orange', 'verifiedUnjudged'],
  stopped: ['gray', 'verifiedStopped'],
} as const;

/** What the latest verification of a version came to, as a word and a colour. Nothing for one that was never verified. */
export function Verified({ state = '' }: { state?: string }) {
  const t = useTexts(templates);
  if (!(state in looks)) return null;
  const [color, word] = looks[state as keyof typeof looks];
  const sign = { passed: <IconCheck size={12} aria-hidden />, failed: <IconX size={12} aria-hidden /> }[state];
  return (
    <Badge variant="light" color={color} radius="sm" tt="none" className="status" leftSection={sign}>
      {t(word)}
    </Badge>
  );
}
