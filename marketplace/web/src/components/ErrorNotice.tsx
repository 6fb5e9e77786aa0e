import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { Problem } from '../api/problem';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';

interface Props {
  error: unknown;
  /** Fields that show their message themselves, so that it is not said twice. */
  except?: string[];
  onRetry?: () => void;
}

/** What went wrong, in the server's words, with its code and the messages of fields. Nothing if there is no error. */
export function ErrorNotice({ error, except = [], onRetry }: Props) {
  const c = useTexts(common);
  if (!error) return null;
  const { title, detail, code } = describe(error, c);
  const fields = error instanceof Problem ? Object.entries(error.byField()).filter(([f]) => !except.includes(f)) : [];
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle aria-hidden />} title={title}>
      <Stack gap="xs" align="flex-start">
        {detail && <Text size="sm">{detail}</Text>}
        {fields.length > 0 && (
          <List size="sm">
            {fields.map(([field, message]) => (
              <List.Item key={field}>
                {field && <Code>{field}</Code>} {message}
              </List.Item>
            ))}
          </List>
        )}
        {code && (
          <Text size="xs" c="dimmed">
            {c('errorCode', { code })}
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {c('tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function describe(error: unknown, c: ReturnType<typeof useTexts<typeof common.en>>) {
  if (error instanceof Problem) {
    const { title = c('unexpected'), detail, code = '' } = error.body;
    return { title, detail: detail ?? (error.status >= 500 ? c('unexpectedHint') : undefined), code };
  }
  // A fetch that got no answer at all is a TypeError in every browser.
  if (error instanceof TypeError) return { title: c('unreachable'), detail: c('unreachableHint'), code: '' };
  return { title: c('unexpected'), detail: error instanceof Error ? error.message : String(error), code: '' };
}
