import { SegmentedControl } from '@mantine/core';
import { values } from '../../i18n/areas/values';
import { useTexts } from '../../i18n/language';
import type { Editing, Mode } from './useDraft';

/** Form or YAML: two ways to edit the same settings. There is no way to the form while the YAML cannot be read. */
export function ModeSwitch({ editing }: { editing: Editing }) {
  const t = useTexts(values);
  return (
    <SegmentedControl
      aria-label={t('view')}
      value={editing.mode}
      onChange={(mode) => editing.setMode(mode as Mode)}
      data={[
        { value: 'form', label: t('form'), disabled: !editing.values },
        { value: 'yaml', label: t('yaml') },
      ]}
    />
  );
}
