import { Alert, Group, List, Stack, Text } from '@mantine/core';
import { IconCheck, IconCircleCheck, IconMinus } from '@tabler/icons-react';
import type { CheckedPackage } from '../../api/hooks/templates';
import { files } from '../../i18n/areas/files';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

/** What the server found in a package: its name and number, which files it has, and what deserves a look. */
export function CheckList({ checked }: { checked: CheckedPackage }) {
  const t = useTexts(templates);
  const f = useTexts(files);
  const { name, number, appVersion, checks, images, notes } = checked;
  return (
    <Alert role="status" variant="light" color="green" icon={<IconCircleCheck aria-hidden />} title={t('checked')}>
      <Stack gap="sm">
        <Text size="sm">
          <b>{name}</b> {number}
          {appVersion && ` [${appVersion}]`}
          {images.length > 0 && ` · ${t('imagesOf', { n: images.length })}`}
        </Text>
        <List size="sm" listStyleType="none" aria-label={t('checkList')} spacing={2}>
          {checks.map((check) => (
            <List.Item key={check.name}>
              <Group gap={6} wrap="nowrap" align="flex-start">
                {check.there ? (
                  <IconCheck size={16} role="img" aria-label={t('there')} style={{ flexShrink: 0, marginTop: 2 }} />
                ) : (
                  <IconMinus size={16} role="img" aria-label={t('missing')} style={{ flexShrink: 0, marginTop: 2 }} />
                )}
                <span>
                  <b>{check.name}</b> {check.name in files.en ? f(check.name as keyof typeof files.en) : check.about}
                </span>
              </Group>
            </List.Item>
          ))}
        </List>
        {notes.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              {t('notes')}
            </Text>
            <List size="sm">
              {notes.map(({ file, text }) => (
                <List.Item key={`${file}${text}`}>
                  {file && <b>{file}: </b>}
                  {text}
                </List.Item>
              ))}
            </List>
          </div>
        )}
      </Stack>
    </Alert>
  );
}
