import { Select, SimpleGrid, TextInput } from '@mantine/core';
import type { Target } from '../../api/hooks/changes';
import type { Instance } from '../../api/hooks/instances';
import { instances } from '../../i18n/areas/instances';
import { status } from '../../i18n/areas/status';
import { useTexts } from '../../i18n/language';

interface Props {
  instance: Instance;
  targets: Target[];
  target?: Target;
  onTarget: (target: Target) => void;
}

/** The version there is, and the one to go to. The same one is for other settings only. */
export function TargetFields({ instance, targets, target, onTarget }: Props) {
  const t = useTexts(instances);
  const s = useTexts(status);
  const label = ({ number, current, state }: Target) => {
    if (current) return t('sameVersion', { number });
    if (state === 'active') return number;
    return `${number} (${state in status.en ? s(state as 'draft') : state})`;
  };
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput label={t('currentVersion')} readOnly value={instance.number} />
      <Select
        label={t('targetVersion')}
        allowDeselect={false}
        data={targets.map((choice) => ({ value: choice.id, label: label(choice) }))}
        value={target?.id ?? null}
        onChange={(id) => {
          const chosen = targets.find((choice) => choice.id === id);
          if (chosen) onTarget(chosen);
        }}
      />
    </SimpleGrid>
  );
}
