import { Select } from '@mantine/core';
import type { StoreVersion } from '../../api/hooks/store';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';

interface Props {
  versions: StoreVersion[];
  value: string;
  onChange: (version: string) => void;
}

export function VersionSelect({ versions, value, onChange }: Props) {
  const t = useTexts(store);
  const data = versions.map(({ id, number, appVersion }) => ({ value: id, label: appVersion ? `${number} [${appVersion}]` : number }));
  return <Select label={t('version')} maw={260} mb="lg" data={data} value={value || null} allowDeselect={false} onChange={(next) => next && onChange(next)} />;
}
