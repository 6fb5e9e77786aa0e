import { Badge, Group, HoverCard, Text, UnstyledButton } from '@mantine/core';
import { common } from '../i18n/areas/common';
import { status as words } from '../i18n/areas/status';
import { useTexts } from '../i18n/language';

export type State = keyof typeof words.en;

type Tone = 'gray' | 'blue' | 'green' | 'orange' | 'red';

const tones: Partial<Record<State, Tone>> = {
  submitted: 'blue',
  'in-review': 'blue',
  passed: 'green',
  rejected: 'red',
  active: 'green',
  suspended: 'orange',
  running: 'green',
  creating: 'blue',
  upgrading: 'blue',
  deleting: 'orange',
  failed: 'red',
  preparing: 'blue',
  ready: 'green',
  reachable: 'green',
  unready: 'orange',
  degraded: 'orange',
  succeeded: 'green',
  unreachable: 'red',
  enabled: 'green',
};

interface Props {
  /** A state of the API. One that is not known here is shown as it is. */
  state: string;
  /** Why it is in that state: shown one hover, focus or tap away. */
  reason?: string;
  /** A word that fits better here than the usual one, for example Running where activated instances are meant. */
  label?: string;
}

/** A tone's colour that can be read on its own tint (WCAG AA), in both colour schemes. */
function readable(tone: Tone): string {
  return `light-dark(color-mix(in srgb, var(--mantine-color-${tone}-9), black 30%), var(--mantine-color-${tone}-2))`;
}

/** A state as a word and a colour, with its reason at hand. */
export function Status({ state, reason, label }: Props) {
  const t = useTexts(words);
  const c = useTexts(common);
  const known = state in words.en ? (state as State) : undefined;
  const word = label ?? (known ? t(known) : state);
  const tone = (known && tones[known]) ?? 'gray';
  const badge = (
    <Badge variant="light" color={tone} radius="sm" tt="none" style={{ color: readable(tone), minWidth: 'max-content' }}>
      {word}
    </Badge>
  );
  if (!reason) return badge;
  return (
    <HoverCard width={340} withinPortal openDelay={100}>
      <HoverCard.Target>
        <UnstyledButton aria-label={`${c('showReason', { status: word })}: ${reason}`}>
          <Group gap={4} wrap="nowrap" style={{ textDecoration: 'underline dotted' }}>
            {badge}
          </Group>
        </UnstyledButton>
      </HoverCard.Target>
      <HoverCard.Dropdown>
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {reason}
        </Text>
      </HoverCard.Dropdown>
    </HoverCard>
  );
}
