import { Alert, List, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { values } from '../../i18n/areas/values';
import { useTexts } from '../../i18n/language';
import type { Editing } from './useDraft';

/** What is wrong with the YAML, line by line, for those who do not see the marks in the editor. Nothing if it is well. */
export function Faults({ editing }: { editing: Editing }) {
  const t = useTexts(values);
  const { marks } = editing;
  const first = marks[0];
  if (!first) return null;
  const unread = !editing.values;
  return (
    <Alert role="status" color={unread ? 'red' : 'orange'} variant="light" icon={<IconAlertCircle aria-hidden />}
      title={unread ? t('mendFirst') : t('faults', { n: marks.length })}>
      {unread && <Text size="sm">{t('mendFirstHint', { line: first.line })}</Text>}
      <List size="sm">
        {marks.map((mark) => (
          <List.Item key={`${mark.from} ${mark.message}`}>
            {t('line', { line: mark.line })}: {mark.message}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
