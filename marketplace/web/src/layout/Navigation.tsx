import { NavLink, ScrollArea, Text } from '@mantine/core';
import { IconApps, IconBuildingStore, IconCategory, IconChecklist, IconHistory, IconServer2, IconShieldLock, IconUsersGroup, type Icon } from '@tabler/icons-react';
import { Link, useRouterState, type LinkProps } from '@tanstack/react-router';
import { useSession } from '../api/hooks/session';
import { shell } from '../i18n/areas/shell';
import { useTexts } from '../i18n/language';

interface Entry {
  to: LinkProps['to'];
  label: string;
  icon: Icon;
}

/** Where one can go: the store for everybody, workspaces for their members, the platform for those who run it. */
export function Navigation() {
  const t = useTexts(shell);
  const { data: session } = useSession();
  return (
    <ScrollArea type="auto" offsetScrollbars>
      <Section entries={[{ to: '/apps', label: t('appStore'), icon: IconBuildingStore }]} />
      {session && (
        <>
          <Section entries={[{ to: '/workspaces', label: t('workspaces'), icon: IconUsersGroup }]} />
          <Section
            title={t('storeManagement')}
            entries={[
              { to: '/manage/store', label: t('store'), icon: IconApps },
              { to: '/manage/categories', label: t('categories'), icon: IconCategory },
              { to: '/manage/reviews', label: t('release'), icon: IconChecklist },
            ]}
          />
          <Section
            title={t('platform')}
            entries={[
              { to: '/platform/access', label: t('accessControl'), icon: IconShieldLock },
              { to: '/platform/clusters', label: t('clusters'), icon: IconServer2 },
              { to: '/platform/audit', label: t('audit'), icon: IconHistory },
            ]}
          />
        </>
      )}
    </ScrollArea>
  );
}

function Section({ title, entries }: { title?: string; entries: Entry[] }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <>
      {title && (
        <Text size="xs" fw={600} c="dimmed" mt="md" mb={4} px="sm">
          {title}
        </Text>
      )}
      {entries.map(({ to = '/', label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          active={path === to || path.startsWith(`${to}/`)}
          leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
        />
      ))}
    </>
  );
}
