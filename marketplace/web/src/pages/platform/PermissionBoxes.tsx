import { Checkbox, Fieldset, Skeleton, Stack } from '@mantine/core';
import { usePermissions } from '../../api/hooks/roles';
import { ErrorNotice } from '../../components/ErrorNotice';
import { access } from '../../i18n/areas/access';
import { useTexts } from '../../i18n/language';
import { neededBy, usePermissionWords, withNeeds } from './permissions';

interface Props {
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** All permissions, in groups. Ticking one ticks what it needs, which then cannot be unticked before it. */
export function PermissionBoxes({ chosen, onChange }: Props) {
  const t = useTexts(access);
  const words = usePermissionWords();
  const { data: catalogue, error } = usePermissions();
  if (error) return <ErrorNotice error={error} />;
  if (!catalogue) return <Skeleton height={200} />;
  const groups = [...new Set(catalogue.map((p) => p.group))];
  const toggle = (name: string, on: boolean) =>
    onChange(on ? withNeeds([...chosen, name], catalogue) : chosen.filter((other) => other !== name));
  return (
    <Stack>
      {groups.map((group) => (
        <Fieldset key={group} legend={words.group(group)}>
          <Stack gap="sm">
            {catalogue
              .filter((p) => p.group === group)
              .map((p) => {
                const holders = neededBy(p.name, chosen, catalogue);
                const held = holders[0] && t('comesWith', { permission: words.title(holders[0]) });
                return (
                  <Checkbox
                    key={p.name}
                    label={words.title(p)}
                    description={held ? `${words.about(p)}. ${held}.` : words.about(p)}
                    checked={chosen.includes(p.name)}
                    disabled={holders.length > 0}
                    onChange={(event) => toggle(p.name, event.currentTarget.checked)}
                  />
                );
              })}
          </Stack>
        </Fieldset>
      ))}
    </Stack>
  );
}
