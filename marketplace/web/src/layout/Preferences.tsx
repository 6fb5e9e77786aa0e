import { ActionIcon, Button, Menu, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { shell } from '../i18n/areas/shell';
import { languages, useLanguage, useTexts } from '../i18n/language';

export function LanguageMenu() {
  const t = useTexts(shell);
  const { language, setLanguage } = useLanguage();
  const label = languages.find((l) => l.value === language)?.label;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button className="folds" variant="subtle" color="gray" size="compact-sm" aria-label={`${t('language')}: ${label}`} leftSection={<IconLanguage size={18} aria-hidden />}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map(({ value, label: name }) => (
          <Menu.Item key={value} lang={value} onClick={() => setLanguage(value)} aria-current={value === language}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const schemes = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop } as const;

export function AppearanceMenu() {
  const t = useTexts(shell);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const names: Record<MantineColorScheme, string> = { light: t('light'), dark: t('dark'), auto: t('system') };
  const Current = schemes[colorScheme];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${t('appearance')}: ${names[colorScheme]}`}>
          <Current size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(schemes) as MantineColorScheme[]).map((scheme) => {
          const Icon = schemes[scheme];
          return (
            <Menu.Item key={scheme} leftSection={<Icon size={16} aria-hidden />} onClick={() => setColorScheme(scheme)}>
              {names[scheme]}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
