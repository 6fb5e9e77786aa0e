import { Button, FileButton, Group, Input, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { AppIcon } from '../../components/AppIcon';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { dataLink, faultOfIcon } from './icon';

interface Props {
  /** The app's name, whose first letter stands where there is no icon. */
  name: string;
  /** The icon there is. */
  src?: string;
  /** What the server says of the icon. */
  error?: string;
  onIcon: (icon: File) => void;
}

/** The icon of an app, and the way to another one. One that is too large or no picture is refused here already. */
export function IconField({ name, src, error, onIcon }: Props) {
  const t = useTexts(templates);
  const [preview, setPreview] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const choose = async (file: File | null) => {
    if (!file) return;
    const wrong = await faultOfIcon(file);
    if (wrong) return setRefused(wrong.fault === 'tooLarge' ? t('iconTooLarge', wrong) : t('iconUnreadable'));
    setRefused(undefined);
    setPreview(await dataLink(file));
    onIcon(file);
  };
  return (
    <Input.Wrapper label={t('icon')} labelElement="div" error={refused ?? error}>
      <Group gap="md" mt={4}>
        <AppIcon name={name} src={preview ?? src} size={64} />
        <Stack gap={4} align="flex-start">
          <FileButton accept="image/png,image/jpeg" onChange={(file) => void choose(file)}>
            {(props) => (
              <Button {...props} variant="default" size="xs">
                {t('uploadIcon')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed">
            {t('iconHint')}
          </Text>
        </Stack>
      </Group>
    </Input.Wrapper>
  );
}
