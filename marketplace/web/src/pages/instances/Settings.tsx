import { Skeleton, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useMerge, useTargets } from '../../api/hooks/changes';
import { useInstance, type Instance } from '../../api/hooks/instances';
import type { Target } from '../../api/hooks/changes';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { TargetFields } from './TargetFields';
import { Upgrade } from './Upgrade';

/** Edits the settings of an instance, of its own version or of another one: an upgrade. */
export function Page() {
  const { instance: id = '' } = useParams({ strict: false });
  const instance = useInstance(id);
  const targets = useTargets(id);
  const error = instance.error ?? targets.error;
  if (error) return <ErrorNotice error={error} onRetry={() => void Promise.all([instance.refetch(), targets.refetch()])} />;
  if (!instance.data || !targets.data) return <Skeleton height={320} />;
  return <Settings instance={instance.data} targets={targets.data} />;
}

function Settings({ instance, targets }: { instance: Instance; targets: Target[] }) {
  const t = useTexts(instances);
  const [{ to }, setFilters] = useFilters();
  const target = targets.find(({ number }) => number === to) ?? targets.find(({ current }) => current);
  const merge = useMerge(instance.id, target?.id ?? '');
  return (
    <>
      <PageHeader title={t('settingsTitle', { name: instance.name })} description={instance.appName} />
      <Stack>
        <TargetFields instance={instance} targets={targets} target={target} onTarget={({ current, number }) => setFilters({ to: current ? undefined : number })} />
        {merge.error ? (
          <ErrorNotice error={merge.error} onRetry={() => void merge.refetch()} />
        ) : merge.data && target ? (
          <Upgrade key={target.id} instance={instance} target={target} preview={merge.data} />
        ) : (
          <>
            <Text role="status" c="dimmed">
              {t('merging')}
            </Text>
            <Skeleton height={320} />
          </>
        )}
      </Stack>
    </>
  );
}
