import { Accordion, Skeleton } from '@mantine/core';
import type { App } from '../../api/hooks/templates';
import { useEvents } from '../../api/hooks/events';
import { useVersions } from '../../api/hooks/versions';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Pages } from '../../components/Pages';
import { useFilters } from '../../components/useFilters';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { VersionRow } from './VersionRow';

const pageSize = 20;

/** The versions of an app, highest first. Each expands to what it is and what can be done with it. */
export function Versions({ app }: { app: App }) {
  const t = useTexts(templates);
  const [{ page = 1, version }, setFilters] = useFilters();
  const { data, error, refetch } = useVersions(app.id, { page, limit: pageSize });
  const topics = data?.items.map(({ id }) => `version/${id}`) ?? [];
  useEvents(topics, [['versions', app.id], ['apps', 'one', app.id]]);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={160} />;
  if (data.total === 0) return <EmptyState title={t('noVersions')} hint={t('noVersionsHint')} />;
  return (
    <>
      <Accordion variant="separated" value={(version as string | undefined) ?? null} onChange={(next) => setFilters({ version: next ?? undefined, page })}>
        {data.items.map((v) => (
          <VersionRow key={v.id} app={app} version={v} opened={v.id === version} />
        ))}
      </Accordion>
      <Pages total={data.total} pageSize={pageSize} page={page} onChange={(next) => setFilters({ page: next, version: undefined })} />
    </>
  );
}
