import { Group, Stack, Text } from '@mantine/core';
import { values as words } from '../../i18n/areas/values';
import { useTexts } from '../../i18n/language';
import { hidden, kept } from '../../values/draft';
import { EmptyState } from '../EmptyState';
import { ParameterForm, YamlEditor } from '../lazy';
import { Faults } from './Faults';
import { ModeSwitch } from './ModeSwitch';
import type { Editing } from './useDraft';

/** The settings of an app as a form and as YAML: one and the same draft, whichever side it is edited on. */
export function ValuesEditor({ editing }: { editing: Editing }) {
  const t = useTexts(words);
  const { mode, parameters, draft, values, faults, marks } = editing;
  if (parameters.order.length === 0) return <EmptyState title={t('noParameters')} hint={t('noParametersHint')} />;
  return (
    <Stack>
      <Group justify="flex-end">
        <ModeSwitch editing={editing} />
      </Group>
      {mode === 'form' && values ? (
        <ParameterForm parameters={parameters} values={values} faults={faults} onChange={editing.setValues} />
      ) : (
        <>
          <YamlEditor label={t('editor')} value={draft.text} marks={marks} onChange={editing.setText} />
          <SecretHint secret={parameters.secret} />
          <Faults editing={editing} />
        </>
      )}
    </Stack>
  );
}

export function SecretHint({ secret }: { secret: string[] }) {
  const t = useTexts(words);
  if (secret.length === 0) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('hiddenHint', { hidden, kept })}
    </Text>
  );
}
