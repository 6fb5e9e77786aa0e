import { Box, Button, Grid, Group, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { uncategorized, useCategories } from '../../api/hooks/categories';
import { useSession } from '../../api/hooks/session';
import { useStore, type StoreApp } from '../../api/hooks/store';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { Pages } from '../../components/Pages';
import { NothingFound } from '../../components/PageTable';
import { SearchField } from '../../components/SearchField';
import { filtered, useFilters, type Filters } from '../../components/useFilters';
import { shell } from '../../i18n/areas/shell';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';
import { AppCard } from './AppCard';
import { CategoryList } from './CategoryList';

const pageSize = 24;

export function Page() {
  const t = useTexts(store);
  const [filters, setFilters] = useFilters();
  const { q, page = 1 } = filters;
  const category = filters.category as string | undefined;
  const order = filters.order === 'name' ? 'name' : undefined;
  const apps = useStore({ q, category, order, page, limit: pageSize });
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')}>
        <SearchField label={t('search')} value={q ?? ''} onChange={(text) => setFilters({ q: text })} />
      </PageHeader>
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 3, xl: 2 }}>
          <CategoryList filters={filters} setFilters={setFilters} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 9, xl: 10 }}>
          <Group justify="space-between" mb="sm" mih={24}>
            <ListTitle filters={filters} />
            {apps.data && (
              <Text size="sm" c="dimmed" aria-live="polite">
                {t('count', { n: apps.data.total })}
              </Text>
            )}
          </Group>
          {apps.error ? (
            <ErrorNotice error={apps.error} onRetry={() => void apps.refetch()} />
          ) : apps.data?.items.length === 0 ? (
            filtered({ ...filters, order: undefined }) ? <NothingFound filters={filters} setFilters={setFilters} /> : <NoApps />
          ) : (
            <Cards apps={apps.data?.items} />
          )}
          <Pages total={apps.data?.total ?? 0} pageSize={pageSize} page={page} onChange={(next) => setFilters({ page: next })} />
        </Grid.Col>
      </Grid>
    </>
  );
}

/** What of the store is shown. */
function ListTitle({ filters }: { filters: Filters }) {
  const t = useTexts(store);
  const { data: categories } = useCategories();
  const chosen = categories?.items.find((c) => c.id === filters.category)?.name;
  const title =
    filters.category === uncategorized ? t('uncategorized') : filters.category ? chosen : filters.order === 'name' ? t('allApps') : t('newApps');
  return (
    <Text component="h2" fw={600}>
      {title}
    </Text>
  );
}

function Cards({ apps }: { apps?: StoreApp[] }) {
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, xl: 3 }} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {apps
        ? apps.map((app) => (
            <Box component="li" key={app.id}>
              <AppCard app={app} />
            </Box>
          ))
        : [0, 1, 2, 3, 4, 5].map((n) => <Skeleton component="li" key={n} height={168} />)}
    </SimpleGrid>
  );
}

function NoApps() {
  const t = useTexts(store);
  const s = useTexts(shell);
  const { data: me } = useSession();
  const workspace = Object.keys(me?.workspaces ?? {})[0];
  if (!me?.user) {
    return (
      <EmptyState title={t('empty')} hint={t('emptySignIn')}>
        <Button component={Link} to="/sign-in">
          {s('signIn')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('empty')} hint={t('emptyHint')}>
      <Button component={Link} to={workspace ? `/workspaces/${workspace}/templates` : '/workspaces'}>
        {workspace ? s('appTemplates') : s('workspaces')}
      </Button>
    </EmptyState>
  );
}
