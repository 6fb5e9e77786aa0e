import { Paper } from '@mantine/core';
import { useCategories } from '../../api/hooks/categories';
import type { App } from '../../api/hooks/templates';
import { Facts } from '../../components/Facts';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { common } from '../../i18n/areas/common';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

/** What an app is, in short. */
export function Attributes({ app }: { app: App }) {
  const t = useTexts(templates);
  const c = useTexts(common);
  const { data: categories } = useCategories();
  const category = categories?.items.find(({ id }) => id === app.category)?.name ?? t('uncategorized');
  return (
    <Paper withBorder p="md" mb="lg">
      <Facts
        facts={[
          [c('status'), <Status key="state" state={app.state} />],
          [t('latest'), app.latest],
          [t('inStore'), app.latestActive],
          [t('category'), category],
          [t('workspace'), app.workspaceTitle || app.workspace],
          [t('chartName'), app.chartName],
          [t('created'), <RelativeTime key="created" time={app.created} />],
          [c('updated'), <RelativeTime key="updated" time={app.updated} />],
        ]}
      />
    </Paper>
  );
}
