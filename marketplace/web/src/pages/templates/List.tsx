import { Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconInfoCircle, IconTemplate } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useSession } from '../../api/hooks/session';
import { iconAddress } from '../../api/hooks/store';
import { useTemplates, type App } from '../../api/hooks/templates';
import { AppIcon } from '../../components/AppIcon';
import type { Column } from '../../components/DataTable';
import { EmptyState } from '../../components/EmptyState';
import { PageHeader } from '../../components/PageHeader';
import { PageTable } from '../../components/PageTable';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { TextLink } from '../../components/TextLink';
import { useFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { status } from '../../i18n/areas/status';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { mayUpload } from './rights';
import { UploadDialog } from './UploadDialog';

const pageSize = 20;
const states = ['draft', 'submitted', 'passed', 'rejected', 'active', 'suspended'] as const;

/** The app templates of a workspace. */
export function Page() {
  const t = useTexts(templates);
  const c = useTexts(common);
  const s = useTexts(status);
  const { workspace = '' } = useParams({ strict: false });
  const [filters, setFilters] = useFilters();
  const state = filters.state as string | undefined;
  const apps = useTemplates({ workspace, q: filters.q, state, page: filters.page, limit: pageSize });
  const { data: me } = useSession();
  const [uploading, setUploading] = useState(false);
  const upload = mayUpload(me, workspace) && <Button onClick={() => setUploading(true)}>{t('upload')}</Button>;
  const columns: Column<App>[] = [
    { key: 'name', title: c('name'), render: (app) => <NameCell app={app} workspace={workspace} /> },
    { key: 'status', title: c('status'), width: 130, render: (app) => <Status state={app.state} /> },
    { key: 'latest', title: t('latest'), wide: true, width: 140, render: (app) => app.latest },
    { key: 'updated', title: c('updated'), wide: true, width: 150, render: (app) => <RelativeTime time={app.updated} /> },
  ];
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')}>
        {upload}
      </PageHeader>
      <Tips />
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
          <EmptyState title={t('empty')} hint={upload ? t('emptyHint') : t('emptyViewer')} icon={<IconTemplate size={40} stroke={1.3} aria-hidden />} />
        }
      >
        <Select
          aria-label={c('status')}
          placeholder={t('anyState')}
          clearable
          clearButtonProps={{ 'aria-label': c('clearFilters') }}
          data={states.map((value) => ({ value, label: s(value) }))}
          value={state ?? null}
          onChange={(next) => setFilters({ state: next ?? undefined })}
        />
      </PageTable>
      {uploading && <UploadDialog workspace={workspace} onClose={() => setUploading(false)} />}
    </>
  );
}

function NameCell({ app, workspace }: { app: App; workspace: string }) {
  const { name, summary, icon } = app.details;
  return (
    <Group gap="sm" wrap="nowrap">
      <AppIcon name={name} src={iconAddress(icon)} size={36} />
      <Stack gap={0}>
        <TextLink to="/workspaces/$workspace/templates/$app" params={{ workspace, app: app.id }}>
          {name}
        </TextLink>
        <Text size="sm" c="dimmed" lineClamp={1}>
          {summary}
        </Text>
      </Stack>
    </Group>
  );
}

/** How an app gets into the store. Who has read it hides it, in this browser. */
function Tips() {
  const t = useTexts(templates);
  const [shown, setShown] = useLocalStorage({ key: 'chandler.tips.templates', defaultValue: true });
  if (!shown) return null;
  return (
    <Alert
      mb="lg"
      variant="light"
      color="gray"
      icon={<IconInfoCircle aria-hidden />}
      title={t('tipsTitle')}
      withCloseButton
      closeButtonLabel={t('hideTips')}
      onClose={() => setShown(false)}
    >
      {t('tips')}
    </Alert>
  );
}
