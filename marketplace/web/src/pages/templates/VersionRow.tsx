import { Accordion, Alert, Badge, Group, Stack, Tabs, Text } from '@mantine/core';
import type { App } from '../../api/hooks/templates';
import type { Version } from '../../api/hooks/versions';
import { PackageFiles } from '../../components/PackageFiles';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { packageTexts } from '../../i18n/areas/package';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { Verified } from './Verified';
import { VersionActions } from './VersionActions';
import { VersionOverview } from './VersionOverview';
import { VersionVerification } from './VersionVerification';

interface Props {
  app: App;
  version: Version;
  opened: boolean;
}

/** One version: a line that expands to its details and the buttons of what can be done with it now. */
export function VersionRow({ app, version, opened }: Props) {
  const t = useTexts(templates);
  const { id, number, package: pack, author, updated, state, message } = version;
  return (
    <Accordion.Item value={id}>
      <Accordion.Control>
        <Group gap="sm">
          <Text fw={600}>
            {number}
            {pack.appVersion && ` [${pack.appVersion}]`}
          </Text>
          {number === app.latest && (
            <Badge variant="default" tt="none" fw={500}>
              {t('latestTag')}
            </Badge>
          )}
          <Status state={state} />
          <Verified state={version.verified} />
          <Text size="sm" c="dimmed" ml="auto" component="span">
            {author} · <RelativeTime time={updated} />
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        {opened && (
          <Stack>
            {state === 'rejected' && (
              <Alert color="red" variant="light" title={t('rejectedWhy', { who: version.reviewer ?? '' })}>
                <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                  {message}
                </Text>
              </Alert>
            )}
            <VersionActions app={app} version={version} />
            <Details app={app} version={version} />
          </Stack>
        )}
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Details({ app, version }: Omit<Props, 'opened'>) {
  const t = useTexts(templates);
  const p = useTexts(packageTexts);
  return (
    <Tabs defaultValue="overview" keepMounted={false} variant="outline">
      <Tabs.List mb="md">
        <Tabs.Tab value="overview">{t('overview')}</Tabs.Tab>
        <Tabs.Tab value="files">{t('files')}</Tabs.Tab>
        <Tabs.Tab value="verification">{p('verification')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="overview">
        <VersionOverview version={version} />
      </Tabs.Panel>
      <Tabs.Panel value="files">
        <PackageFiles version={version.id} chart={version.package.kind === 'helm-chart'} />
      </Tabs.Panel>
      <Tabs.Panel value="verification">
        <VersionVerification version={version} mayRepeat={app.may.includes('upload')} />
      </Tabs.Panel>
    </Tabs>
  );
}
