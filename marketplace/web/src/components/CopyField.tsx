import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';

/** A text to be taken elsewhere, such as a link or a secret that is shown once. */
export function CopyField({ label, value, description }: { label: string; value: string; description?: string }) {
  const c = useTexts(common);
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput flex={1} readOnly label={label} description={description} value={value} onFocus={(event) => event.currentTarget.select()} />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? c('copied') : c('copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
