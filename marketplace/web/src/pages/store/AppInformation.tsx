import { Grid, Stack, Text } from '@mantine/core';
import type { StoreApp, StoreVersion } from '../../api/hooks/store';
import type { Page, Schemas } from '../../api/client';
import { DataTable, type Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { Markdown } from '../../components/Markdown';
import { Panel } from '../../components/Panel';
import { RelativeTime } from '../../components/RelativeTime';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';
import { SideBox } from './SideBox';

interface Props {
  app: StoreApp;
  versions: { data?: Page<StoreVersion>; error: unknown; refetch: () => unknown };
  verification?: Schemas['Verification'];
}

/** What an app is, its versions, and at its side the facts. */
export function AppInformation({ app, versions, verification }: Props) {
  const t = useTexts(store);
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack gap="lg">
          <Panel title={t('introduction')}>
            {app.details.introduction ? <Markdown text={app.details.introduction} /> : <Text c="dimmed">{t('noIntroduction')}</Text>}
          </Panel>
          <Panel title={t('versions')}>
            <Versions versions={versions} />
          </Panel>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <SideBox app={app} verification={verification} />
      </Grid.Col>
    </Grid>
  );
}

function Versions({ versions }: Pick<Props, 'versions'>) {
  const t = useTexts(store);
  const columns: Column<StoreVersion>[] = [
    {
      key: 'number',
      title: t('version'),
      width: 140,
      render: ({ number, appVersion }) => (
        <Stack gap={0}>
          <Text fw={600}>{number}</Text>
          {appVersion && (
            <Text size="sm" c="dimmed">
              {t('appVersion', { number: appVersion })}
            </Text>
          )}
        </Stack>
      ),
    },
    { key: 'released', title: t('released'), width: 130, render: ({ released }) => <RelativeTime time={released} /> },
    { key: 'log', title: t('updateLog'), render: ({ changes }) => (changes ? <Markdown text={changes} /> : <Text c="dimmed">{t('noUpdateLog')}</Text>) },
  ];
  return (
    <DataTable
      label={t('versions')}
      columns={columns}
      rows={{ ...versions, data: versions.data?.items }}
      rowKey={(version) => version.id}
      empty={<EmptyState title={t('noVersions')} />}
    />
  );
}
