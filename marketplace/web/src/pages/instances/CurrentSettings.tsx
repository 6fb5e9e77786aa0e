import { Skeleton, Stack, Text } from '@mantine/core';
import { useChange } from '../../api/hooks/changes';
import type { Instance } from '../../api/hooks/instances';
import { CodeView } from '../../components/CodeView';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LinkButton } from '../../components/LinkButton';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { begin } from '../../values/draft';

/** What was set for an instance. Secrets are not shown. */
export function CurrentSettings({ instance: { id, current, number, may, state } }: { instance: Instance }) {
  const t = useTexts(instances);
  const { data: change, error, refetch } = useChange(id, current);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!change) return <Skeleton height={160} />;
  const { text } = begin(change.values ?? {});
  return (
    <Stack align="flex-start">
      <Text>{text ? t('setValues', { number }) : t('nothingSet', { number })}</Text>
      {text && (
        <div style={{ width: '100%' }}>
          <CodeView text={text} name="values.yaml" />
        </div>
      )}
      {may && (state === 'running' || state === 'failed') && (
        <LinkButton variant="default" to="/instances/$instance/settings" params={{ instance: id }} search={{}}>
          {t('editSettings')}
        </LinkButton>
      )}
    </Stack>
  );
}
