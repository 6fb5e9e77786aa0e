import { Button, Checkbox, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { uncategorized, type Categories } from '../../api/hooks/categories';
import { useReleasedApps, type App } from '../../api/hooks/manage';
import { AppName } from '../../components/AppName';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { PageTable } from '../../components/PageTable';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { useFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { manage } from '../../i18n/areas/manage';
import { useTexts } from '../../i18n/language';
import { ChangeCategory } from './CategoryDialogs';

const pageSize = 20;

/** The apps of one category; those that are ticked can be moved to another one. */
export function CategoryApps({ categories, chosen }: { categories: Categories; chosen: string }) {
  const t = useTexts(manage);
  const c = useTexts(common);
  const [{ category: _category, ...filters }, setFilters] = useFilters();
  const apps = useReleasedApps({ q: filters.q, page: filters.page, category: chosen, limit: pageSize });
  const [picked, setPicked] = useState<string[]>([]);
  const [changing, setChanging] = useState(false);
  const shown = apps.data?.items.map((app) => app.id) ?? [];
  const pick = (id: string, on: boolean) => setPicked(on ? [...picked, id] : picked.filter((other) => other !== id));
  const name = categories.items.find((one) => one.id === chosen)?.name ?? t('uncategorized');
  const columns: Column<App>[] = [
    {
      key: 'pick',
      title: t('select', { name: '' }),
      hiddenTitle: true,
      width: 48,
      render: ({ id, details }) => (
        <Checkbox aria-label={t('select', { name: details.name })} checked={picked.includes(id)} onChange={(event) => pick(id, event.currentTarget.checked)} />
      ),
    },
    { key: 'name', title: c('name'), render: ({ id, published, details }) => <AppName details={published ?? details} to={`/manage/store/${id}`} /> },
    { key: 'status', title: c('status'), render: (app) => <Status state={app.state} /> },
    { key: 'workspace', title: t('workspace'), wide: true, render: (app) => app.workspace },
    { key: 'updated', title: t('updated'), wide: true, render: (app) => <RelativeTime time={app.updated} /> },
  ];
  return (
    <>
      <Group justify="space-between" mb="md" mih={36}>
        <Text component="h2" fw={600}>
          {t('appsOf', { category: name })}
        </Text>
        <Group gap="sm">
          {shown.length > 0 && (
            <Checkbox
              label={t('selectAll')}
              checked={shown.every((id) => picked.includes(id))}
              indeterminate={picked.length > 0 && !shown.every((id) => picked.includes(id))}
              onChange={(event) => setPicked(event.currentTarget.checked ? shown : [])}
            />
          )}
          <Button disabled={picked.length === 0} onClick={() => setChanging(true)}>
            {t('changeCategory')}
          </Button>
        </Group>
      </Group>
      <PageTable
        label={t('appsOf', { category: name })}
        columns={columns}
        query={apps}
        rowKey={(app) => app.id}
        filters={filters}
        setFilters={setFilters}
        pageSize={pageSize}
        search={t('search')}
        empty={<EmptyState title={t('emptyCategory')} hint={chosen === uncategorized ? undefined : t('emptyCategoryHint')} />}
      />
      {changing && (
        <ChangeCategory
          apps={picked}
          from={chosen}
          categories={categories.items}
          onClose={() => setChanging(false)}
          onChanged={() => {
            setPicked([]);
            setChanging(false);
          }}
        />
      )}
    </>
  );
}
