import { ScrollArea } from '@mantine/core';
import {
  IconApps,
  IconBuildingStore,
  IconCategory,
  IconChecklist,
  IconHistory,
  IconServer2,
  IconShieldLock,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useMay, useSession } from '../api/hooks/session';
import { shell } from '../i18n/areas/shell';
import { useTexts } from '../i18n/language';
import { Entry, Section } from './Section';
import { WorkspaceSection } from './WorkspaceSection';

/** Where one can go: the store for everybody, workspaces for their members, the platform for those who run it. */
export function Navigation() {
  const t = useTexts(shell);
  const may = useMay();
  const { data: me } = useSession();
  return (
    <ScrollArea type="auto" offsetScrollbars>
      <Entry to="/apps" label={t('appStore')} icon={IconBuildingStore} />
      {me?.user && <Entry to="/workspaces" label={t('workspaces')} icon={IconUsersGroup} exact />}
      {me?.user && <WorkspaceSection />}
      {may('app-templates.view') && (
        <Section title={t('storeManagement')}>
          <Entry to="/manage/store" label={t('store')} icon={IconApps} />
          {may('app-templates.manage') && <Entry to="/manage/categories" label={t('categories')} icon={IconCategory} />}
          <Entry to="/manage/reviews" label={t('release')} icon={IconChecklist} />
        </Section>
      )}
      {(['users.manage', 'roles.manage', 'clusters.manage', 'audit.view'] as const).some(may) && (
        <Section title={t('platform')}>
          {(may('users.manage') || may('roles.manage')) && (
            <Entry to="/platform/access" label={t('accessControl')} icon={IconShieldLock} />
          )}
          {may('clusters.manage') && <Entry to="/platform/clusters" label={t('clusters')} icon={IconServer2} />}
          {may('audit.view') && <Entry to="/platform/audit" label={t('audit')} icon={IconHistory} />}
        </Section>
      )}
    </ScrollArea>
  );
}
