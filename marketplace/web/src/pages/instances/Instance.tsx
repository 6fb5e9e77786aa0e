import { Alert, Skeleton, Tabs } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useInstance, type Instance } from '../../api/hooks/instances';
import { iconAddress } from '../../api/hooks/store';
import { AppIcon } from '../../components/AppIcon';
import { hasStatus } from '../../api/problem';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LinkButton } from '../../components/LinkButton';
import { PageHeader } from '../../components/PageHeader';
import { Status } from '../../components/Status';
import { useFilters } from '../../components/useFilters';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { About } from './About';
import { CurrentSettings } from './CurrentSettings';
import { DeleteInstance } from './DeleteInstance';
import { EditInformation } from './EditInformation';
import { MoreMenu, type Doing } from './MoreMenu';
import { Now } from './Now';
import { Resources } from './Resources';
import { Revisions } from './Revisions';
import { Rollback } from './Rollback';

/** One instance: how it is, what is done with it, and what was. */
export function Page() {
  const { instance: id = '' } = useParams({ strict: false });
  const { data: instance, error, refetch } = useInstance(id);
  if (instance && hasStatus(error, 404)) return <Gone instance={instance} />;
  if (error && !instance) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!instance) return <Skeleton height={320} />;
  return <Shown instance={instance} />;
}

/** What is left of an instance that was deleted while it was looked at. */
function Gone({ instance: { name, workspace, project } }: { instance: Instance }) {
  const t = useTexts(instances);
  return (
    <EmptyState title={t('goneTitle', { name })} hint={t('goneAfter')}>
      <LinkButton to="/workspaces/$workspace/projects/$project" params={{ workspace, project }} search={{}}>
        {t('toProject', { project })}
      </LinkButton>
    </EmptyState>
  );
}

function Shown({ instance }: { instance: Instance }) {
  const t = useTexts(instances);
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const { id, name, appName, icon, description, state, newer, may } = instance;
  const settled = state === 'running' || state === 'failed';
  return (
    <>
      <PageHeader
        title={name}
        icon={<AppIcon name={appName} src={iconAddress(icon)} size={56} />}
        description={description || appName}
      >
        <Status state={state} reason={state === 'failed' ? instance.reason : undefined} />
        {may && state !== 'removed' && state !== 'deleting' && <MoreMenu instance={instance} settled={settled} onDo={setDoing} />}
      </PageHeader>
      <Now instance={instance} onDelete={() => setDoing({ what: 'delete' })} />
      {may && newer && state === 'running' && (
        <Alert color="blue" variant="light" mb="md" title={t('newerTitle', { number: newer })}>
          {t('newerHint')}{' '}
          <LinkButton size="compact-sm" variant="default" to="/instances/$instance/settings" params={{ instance: id }} search={{ to: newer }}>
            {t('upgrade')}
          </LinkButton>
        </Alert>
      )}
      {instance.versionState === 'suspended' && state !== 'removed' && (
        <Alert color="orange" variant="light" mb="md">
          {t('versionSuspended')}
        </Alert>
      )}
      <About instance={instance} />
      <Parts instance={instance} onRollBack={(n) => setDoing({ what: 'rollback', to: n })} />
      {doing?.what === 'information' && <EditInformation instance={instance} onClose={close} />}
      {doing?.what === 'rollback' && <Rollback instance={instance} first={doing.to} onClose={close} />}
      {doing?.what === 'delete' && <DeleteInstance instance={instance} onClose={close} />}
    </>
  );
}

function Parts({ instance, onRollBack }: { instance: Instance; onRollBack: (n: number) => void }) {
  const t = useTexts(instances);
  const [{ tab = 'resources' }, setFilters] = useFilters();
  return (
    <Tabs value={String(tab)} onChange={(next) => setFilters({ tab: next ?? undefined })} keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="resources">{t('resources')}</Tabs.Tab>
        <Tabs.Tab value="settings">{t('settings')}</Tabs.Tab>
        <Tabs.Tab value="revisions">{t('revisions')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="resources">
        <Resources instance={instance} />
      </Tabs.Panel>
      <Tabs.Panel value="settings">
        <CurrentSettings instance={instance} />
      </Tabs.Panel>
      <Tabs.Panel value="revisions">
        <Revisions instance={instance} onRollBack={onRollBack} />
      </Tabs.Panel>
    </Tabs>
  );
}
