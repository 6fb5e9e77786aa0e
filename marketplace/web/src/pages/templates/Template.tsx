import { Alert, Button, Menu, Skeleton, Tabs } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { iconAddress } from '../../api/hooks/store';
import { useTemplate, type App } from '../../api/hooks/templates';
import { AppIcon } from '../../components/AppIcon';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LinkButton } from '../../components/LinkButton';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { common } from '../../i18n/areas/common';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { AppInfo } from './AppInfo';
import { AppInstances } from './AppInstances';
import { Attributes } from './Attributes';
import { DeleteDialog } from './DeleteDialog';
import { EditDialog } from './EditDialog';
import { NewVersionDialog } from './NewVersionDialog';
import { ReleaseRecord } from './ReleaseRecord';
import { Versions } from './Versions';

type Doing = 'edit' | 'version' | 'delete';

/** One app template: what it is, its versions, its record and its instances. */
export function Page() {
  const { app: id = '' } = useParams({ strict: false });
  const { data: app, error, refetch } = useTemplate(id);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!app) return <Skeleton height={320} />;
  return <Template app={app} />;
}

function Template({ app }: { app: App }) {
  const t = useTexts(templates);
  const [doing, setDoing] = useState<Doing>();
  const navigate = useNavigate();
  const close = () => setDoing(undefined);
  const { name, summary, icon } = app.details;
  const gone = () => void navigate({ to: '/workspaces/$workspace/templates', params: { workspace: app.workspace } });
  return (
    <>
      <PageHeader title={name} description={summary} icon={<AppIcon name={name} src={iconAddress(icon)} size={56} />}>
        <Actions app={app} onDo={setDoing} />
      </PageHeader>
      {app.withheld && (
        <Alert color="orange" variant="light" mb="md">
          {t('suspendedApp')}
        </Alert>
      )}
      {app.unpublished && (
        <Alert color="blue" variant="light" mb="md">
          {t('notShown')}
        </Alert>
      )}
      <Attributes app={app} />
      <Parts app={app} />
      {doing === 'edit' && <EditDialog app={app} onClose={close} />}
      {doing === 'version' && <NewVersionDialog app={app} onClose={close} />}
      {doing === 'delete' && <DeleteDialog app={app} onDeleted={gone} onClose={close} />}
    </>
  );
}

function Actions({ app, onDo }: { app: App; onDo: (what: Doing) => void }) {
  const t = useTexts(templates);
  const c = useTexts(common);
  const may = (right: string) => app.may.includes(right);
  return (
    <>
      {may('edit') && (
        <Button variant="default" onClick={() => onDo('edit')}>
          {t('modify')}
        </Button>
      )}
      {app.latest && (
        <LinkButton variant="default" to="/apps/$app/install" params={{ app: app.id }} search={{ from: 'template' }}>
          {t('install')}
        </LinkButton>
      )}
      {may('upload') && <Button onClick={() => onDo('version')}>{t('newVersion')}</Button>}
      {may('delete') && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" px="xs" aria-label={c('more')}>
              <IconDots size={18} aria-hidden />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" onClick={() => onDo('delete')}>
              {t('delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function Parts({ app }: { app: App }) {
  const t = useTexts(templates);
  const [{ tab = 'versions' }, setFilters] = useFilters();
  return (
    <Tabs value={String(tab)} onChange={(next) => setFilters({ tab: next ?? undefined, q: undefined, version: undefined })} keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="versions">{t('versions')}</Tabs.Tab>
        <Tabs.Tab value="information">{t('appInfo')}</Tabs.Tab>
        <Tabs.Tab value="release">{t('release')}</Tabs.Tab>
        <Tabs.Tab value="instances">{t('instances')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="versions">
        <Versions app={app} />
      </Tabs.Panel>
      <Tabs.Panel value="information">
        <AppInfo app={app} />
      </Tabs.Panel>
      <Tabs.Panel value="release">
        <ReleaseRecord app={app.id} />
      </Tabs.Panel>
      <Tabs.Panel value="instances">
        <AppInstances app={app.id} />
      </Tabs.Panel>
    </Tabs>
  );
}
