import { Tabs } from '@mantine/core';
import { useMay } from '../../api/hooks/session';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { access } from '../../i18n/areas/access';
import { useTexts } from '../../i18n/language';
import { Roles } from './Roles';
import { Users } from './Users';

export function Page() {
  const t = useTexts(access);
  const may = useMay();
  const [{ tab = 'roles' }, setFilters] = useFilters();
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')} />
      <Tabs
        value={String(tab)}
        onChange={(next) => setFilters({ tab: next ?? undefined, q: undefined, role: undefined })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="roles">{t('roles')}</Tabs.Tab>
          {may('users.manage') && <Tabs.Tab value="users">{t('users')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="roles">
          <Roles />
        </Tabs.Panel>
        <Tabs.Panel value="users">
          <Users />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
