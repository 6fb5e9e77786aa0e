import { Button, Tabs } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { iconAddress, useStoreApp, useStoreVersion, useStoreVersions } from '../../api/hooks/store';
import { AppIcon } from '../../components/AppIcon';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { packageTexts } from '../../i18n/areas/package';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';
import { Loading } from '../../layout/Fallbacks';
import { AppDetails } from './AppDetails';
import { AppInformation } from './AppInformation';
import { Evidence } from './Evidence';
import { VersionSelect } from './VersionSelect';

/** An app of the store: what it is, what is in it, and the evidence that it works. */
export function Page() {
  const { app: id } = useParams({ from: '/apps/$app' });
  const t = useTexts(store);
  const p = useTexts(packageTexts);
  const [filters, setFilters] = useFilters();
  const app = useStoreApp(id);
  const versions = useStoreVersions(id, { limit: 100 });
  const version = (filters.version as string | undefined) ?? versions.data?.items[0]?.id ?? '';
  const chosen = useStoreVersion(version);
  if (app.error) return <ErrorNotice error={app.error} onRetry={() => void app.refetch()} />;
  if (!app.data) return <Loading />;
  const { name, summary, icon } = app.data.details;
  const tab = String(filters.tab ?? 'information');
  const select = <VersionSelect versions={versions.data?.items ?? []} value={version} onChange={(next) => setFilters({ version: next })} />;
  return (
    <>
      <PageHeader title={name} description={summary} icon={<AppIcon name={name} src={iconAddress(icon)} size={64} />}>
        <Button component={Link} to={`/apps/${id}/install${filters.version ? `?version=${version}` : ''}`}>
          {t('install')}
        </Button>
      </PageHeader>
      <Tabs value={tab} onChange={(next) => setFilters({ tab: next ?? undefined })} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="information">{t('information')}</Tabs.Tab>
          <Tabs.Tab value="details">{t('details')}</Tabs.Tab>
          <Tabs.Tab value="verification">{p('verification')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="information">
          <AppInformation app={app.data} versions={versions} verification={chosen.data?.verification} />
        </Tabs.Panel>
        <Tabs.Panel value="details">
          {select}
          {chosen.data && <AppDetails version={chosen.data} />}
          <ErrorNotice error={chosen.error} />
        </Tabs.Panel>
        <Tabs.Panel value="verification">
          {select}
          {chosen.data && <Evidence version={chosen.data} />}
          <ErrorNotice error={chosen.error} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
