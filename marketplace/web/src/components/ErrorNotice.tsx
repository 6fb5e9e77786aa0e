import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { hasStatus } from '../api/problem';
import { problems } from '../i18n/areas/problems';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';
import { useDescription } from './useDescription';

interface Props {
  error: unknown;
  /** Fields that show their message themselves, so that it is not said twice. */
  except?: string[];
  onRetry?: () => void;
}

/** What went wrong, in the server's words, with its code and the messages of fields. Nothing if there is no error. */
export function ErrorNotice({ error, except = [], onRetry }: Props) {
  const c = useTexts(common);
  const { title, details, fields, code, request } = useDescription(error, except);
  if (!error) return null;
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertCircle aria-hidden />} title={title}>
      <Stack gap="xs" align="flex-start">
        {details.map((text) => (
          <Text key={text} size="sm">
            {text}
          </Text>
        ))}
        {fields.length > 0 && (
          <List size="sm">
            {fields.map(([field, message]) => (
              <List.Item key={field} style={{ overflowWrap: 'anywhere' }}>
                {field && <Code>{field}</Code>} {message}
              </List.Item>
            ))}
          </List>
        )}
        {code && (
          <Text size="xs" c="dimmed">
            {c('errorCode', { code })}
            {request && ` · ${c('request', { id: request })}`}
          </Text>
        )}
        {hasStatus(error, 401) && <SignInButton />}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {c('tryAgain')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** For who was signed out meanwhile: the way to sign in and back. */
function SignInButton() {
  const t = useTexts(problems);
  const navigate = useNavigate();
  const { pathname, search } = window.location;
  if (pathname === '/sign-in') return null;
  return (
    <Button size="xs" onClick={() => navigate({ to: '/sign-in', search: { from: pathname + search } })}>
      {t('signIn')}
    </Button>
  );
}
