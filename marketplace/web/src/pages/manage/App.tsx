import { Button, Group, Menu, Stack, Text } from '@mantine/core';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useManagedApp, useManagedVersions, type Moderation, type Version } from '../../api/hooks/manage';
import { iconAddress } from '../../api/hooks/store';
import { AppIcon } from '../../components/AppIcon';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Markdown } from '../../components/Markdown';
import { PageHeader } from '../../components/PageHeader';
import { PageTable } from '../../components/PageTable';
import { Panel } from '../../components/Panel';
import { RelativeTime } from '../../components/RelativeTime';
import { RowMenu } from '../../components/RowMenu';
import { Status } from '../../components/Status';
import { useFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { manage } from '../../i18n/areas/manage';
import { useTexts } from '../../i18n/language';
import { Loading } from '../../layout/Fallbacks';
import { ModerateApp, ModerateVersion } from './ModerateDialogs';

const pageSize = 20;

/** An app as those see it who run the store: suspend it or bring it back, as a whole or version by version. */
export function Page() {
  const { app: id } = useParams({ from: '/manage/store/$app' });
  const t = useTexts(manage);
  const app = useManagedApp(id);
  const [moderating, setModerating] = useState<Moderation>();
  if (app.error) return <ErrorNotice error={app.error} onRetry={() => void app.refetch()} />;
  if (!app.data) return <Loading />;
  const { published, details, state, may, latestActive, workspace } = app.data;
  const shown = published ?? details;
  return (
    <>
      <PageHeader
        title={shown.name}
        icon={<AppIcon name={shown.name} src={iconAddress(shown.icon)} size={64} />}
        description={
          <Stack gap={4} align="flex-start">
            <Text>{shown.summary}</Text>
            <Group gap="sm">
              <Status state={state} />
              <Text size="sm">{workspace}</Text>
            </Group>
          </Stack>
        }
      >
        {latestActive && (
          <Button component={Link} to={`/apps/${id}`} variant="default">
            {t('viewInStore')}
          </Button>
        )}
        {may.includes('suspend') && (
          <Button color="red" variant="light" onClick={() => setModerating('suspend')}>
            {t('suspendApp')}
          </Button>
        )}
        {may.includes('activate') && <Button onClick={() => setModerating('activate')}>{t('activateApp')}</Button>}
      </PageHeader>
      <Stack gap="lg">
        <Panel title={t('versions')}>
          <Versions app={id} />
        </Panel>
        <Panel title={t('introduction')}>
          {shown.introduction ? <Markdown text={shown.introduction} /> : <Text c="dimmed">{t('noIntroduction')}</Text>}
        </Panel>
      </Stack>
      {moderating && <ModerateApp app={app.data} name={shown.name} action={moderating} onClose={() => setModerating(undefined)} />}
    </>
  );
}

function Versions({ app }: { app: string }) {
  const t = useTexts(manage);
  const c = useTexts(common);
  const [filters, setFilters] = useFilters();
  const versions = useManagedVersions(app, { page: filters.page, limit: pageSize });
  const [moderating, setModerating] = useState<{ version: Version; action: Moderation }>();
  const columns: Column<Version>[] = [
    { key: 'number', title: t('version'), render: ({ number }) => <Text fw={600}>{number}</Text> },
    { key: 'status', title: c('status'), render: ({ state, message }) => <Status state={state} reason={message} /> },
    { key: 'developer', title: t('developer'), wide: true, render: ({ author }) => author },
    { key: 'released', title: t('released'), wide: true, render: ({ released }) => <RelativeTime time={released} /> },
    {
      key: 'actions',
      title: c('actions'),
      hiddenTitle: true,
      width: 60,
      render: (version) => <VersionMenu version={version} onAct={(action) => setModerating({ version, action })} />,
    },
  ];
  return (
    <>
      <PageTable
        label={t('versions')}
        columns={columns}
        query={versions}
        rowKey={(version) => version.id}
        filters={filters}
        setFilters={setFilters}
        pageSize={pageSize}
        empty={<EmptyState title={c('none')} />}
      />
      {moderating && <ModerateVersion {...moderating} onClose={() => setModerating(undefined)} />}
    </>
  );
}

function VersionMenu({ version, onAct }: { version: Version; onAct: (action: Moderation) => void }) {
  const t = useTexts(manage);
  const suspend = version.allowed.includes('suspend');
  const activate = version.allowed.includes('activate');
  if (!suspend && !activate) return null;
  return (
    <RowMenu label={t('actionsFor', { number: version.number })}>
      {suspend && (
        <Menu.Item color="red" onClick={() => onAct('suspend')}>
          {t('suspendVersion')}
        </Menu.Item>
      )}
      {activate && <Menu.Item onClick={() => onAct('activate')}>{t('activateVersion')}</Menu.Item>}
    </RowMenu>
  );
}
