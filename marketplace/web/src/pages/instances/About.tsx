import { Badge, Group, Paper } from '@mantine/core';
import type { Instance } from '../../api/hooks/instances';
import { Facts } from '../../components/Facts';
import { RelativeTime } from '../../components/RelativeTime';
import { TextLink } from '../../components/TextLink';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';

/** What an instance is of and where, in short. */
export function About({ instance }: { instance: Instance }) {
  const t = useTexts(instances);
  const { appName, number, test, project, workspace, cluster, by, created, updated, current } = instance;
  return (
    <Paper withBorder p="md" mb="lg">
      <Facts
        facts={[
          [t('app'), appName],
          [
            t('version'),
            <Group key="version" component="span" gap={6}>
              {number}
              {test && (
                <Badge component="span" variant="default" tt="none" fw={500}>
                  {t('test')}
                </Badge>
              )}
            </Group>,
          ],
          [
            t('project'),
            <TextLink key="project" fw={400} to="/workspaces/$workspace/projects/$project" params={{ workspace, project }} search={{}}>
              {project}
            </TextLink>,
          ],
          [t('cluster'), cluster],
          [t('by'), by],
          [t('created'), <RelativeTime key="created" time={created} />],
          [t('updated'), <RelativeTime key="updated" time={updated} />],
          [t('revision'), current],
        ]}
      />
    </Paper>
  );
}
