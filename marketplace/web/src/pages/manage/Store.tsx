import { Button, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { uncategorized, useCategories } from '../../api/hooks/categories';
import { useReleasedApps, type App } from '../../api/hooks/manage';
import { AppName } from '../../components/AppName';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { PageHeader } from '../../components/PageHeader';
import { PageTable } from '../../components/PageTable';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { useFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { manage } from '../../i18n/areas/manage';
import { status } from '../../i18n/areas/status';
import { useTexts } from '../../i18n/language';

const pageSize = 20;
const states = ['active', 'suspended'] as const;

export function Page() {
  const t = useTexts(manage);
  const c = useTexts(common);
  const s = useTexts(status);
  const [filters, setFilters] = useFilters();
  const { q, page, state, category } = filters as { q?: string; page?: number; state?: string; category?: string };
  const apps = useReleasedApps({ q, page, state, category, limit: pageSize });
  const { data: categories } = useCategories();
  const nameOf = (id: string) => categories?.items.find((one) => one.id === id)?.name ?? t('uncategorized');
  const columns: Column<App>[] = [
    { key: 'name', title: c('name'), render: ({ id, published, details }) => <AppName details={published ?? details} to={`/manage/store/${id}`} /> },
    { key: 'status', title: c('status'), render: (app) => <Status state={app.state} /> },
    { key: 'workspace', title: t('workspace'), wide: true, render: (app) => app.workspace },
    { key: 'latest', title: t('latest'), wide: true, render: (app) => app.latestActive || app.latest },
    { key: 'category', title: t('category'), wide: true, render: (app) => nameOf(app.category) },
    { key: 'updated', title: t('updated'), wide: true, render: (app) => <RelativeTime time={app.updated} /> },
  ];
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')} />
      <PageTable
        label={t('title')}
        columns={columns}
        query={apps}
        rowKey={(app) => app.id}
        filters={filters}
        setFilters={setFilters}
        pageSize={pageSize}
        search={t('search')}
        empty={
          <EmptyState title={t('empty')} hint={t('emptyHint')}>
            <Button component={Link} to="/manage/reviews">
              {t('toReviews')}
            </Button>
          </EmptyState>
        }
      >
        <Select
          aria-label={c('status')}
          data={[{ value: '', label: t('allStates') }, ...states.map((value) => ({ value, label: s(value) }))]}
          value={state ?? ''}
          allowDeselect={false}
          onChange={(next) => setFilters({ state: next || undefined })}
        />
        <Select
          aria-label={t('category')}
          data={[
            { value: '', label: t('allCategories') },
            ...(categories?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            { value: uncategorized, label: t('uncategorized') },
          ]}
          value={category ?? ''}
          allowDeselect={false}
          onChange={(next) => setFilters({ category: next || undefined })}
        />
      </PageTable>
    </>
  );
}
