import { Button, Menu } from '@mantine/core';
import { IconApps, IconChevronDown, IconFolders, IconTemplate, IconUsers } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useSession } from '../api/hooks/session';
import { shell } from '../i18n/areas/shell';
import { useTexts } from '../i18n/language';
import { Entry, Section } from './Section';

const kept = 'chandler.workspace';

/** The workspace of the address, else the one that was looked at last, else the first one that the user belongs to. */
function useCurrentWorkspace(mine: string[]): string | undefined {
  const { workspace } = useParams({ strict: false }) as { workspace?: string };
  useEffect(() => {
    if (workspace) localStorage.setItem(kept, workspace);
  }, [workspace]);
  if (workspace) return workspace;
  const last = localStorage.getItem(kept);
  return last && mine.includes(last) ? last : mine[0];
}

/** The pages of one workspace, and the choice of another one. */
export function WorkspaceSection() {
  const t = useTexts(shell);
  const { data: me } = useSession();
  const navigate = useNavigate();
  const mine = Object.keys(me?.workspaces ?? {}).sort();
  const current = useCurrentWorkspace(mine);
  if (!current) return null;
  const base = `/workspaces/${current}`;
  return (
    <Section title={t('workspace')}>
      {mine.length > 1 || !mine.includes(current) ? (
        <Menu position="bottom-start" width="target">
          <Menu.Target>
            <Button
              fullWidth
              variant="default"
              justify="space-between"
              mb={4}
              aria-label={`${current}: ${t('chooseWorkspace')}`}
              rightSection={<IconChevronDown size={16} aria-hidden />}
            >
              {current}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {mine.map((workspace) => (
              <Menu.Item
                key={workspace}
                aria-current={workspace === current}
                onClick={() => navigate({ to: '/workspaces/$workspace/templates', params: { workspace } })}
              >
                {workspace}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <Entry to={`${base}/templates`} label={t('appTemplates')} icon={IconTemplate} />
      <Entry to={`${base}/instances`} label={t('apps')} icon={IconApps} />
      <Entry to={`${base}/projects`} label={t('projects')} icon={IconFolders} />
      <Entry to={`${base}/members`} label={t('members')} icon={IconUsers} />
    </Section>
  );
}
