import { Grid } from '@mantine/core';
import { uncategorized, useCategories } from '../../api/hooks/categories';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { manage } from '../../i18n/areas/manage';
import { useTexts } from '../../i18n/language';
import { Loading } from '../../layout/Fallbacks';
import { CategoryApps } from './CategoryApps';
import { CategoryMenu } from './CategoryMenu';

/** The categories of the store at the left, the apps of one of them at the right. */
export function Page() {
  const t = useTexts(manage);
  const categories = useCategories();
  const [filters, setFilters] = useFilters();
  const chosen = String(filters.category ?? uncategorized);
  return (
    <>
      <PageHeader title={t('categories')} description={t('categoriesHint')} />
      <ErrorNotice error={categories.error} onRetry={() => void categories.refetch()} />
      {categories.isPending && <Loading />}
      {categories.data && (
        <Grid gap="xl">
          <Grid.Col span={{ base: 12, md: 4, xl: 3 }}>
            <CategoryMenu categories={categories.data} chosen={chosen} onChoose={(category) => setFilters({ category })} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 8, xl: 9 }}>
            <CategoryApps key={chosen} categories={categories.data} chosen={chosen} />
          </Grid.Col>
        </Grid>
      )}
    </>
  );
}
