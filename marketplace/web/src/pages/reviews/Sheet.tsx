import { Code, List, Stack, Tabs, Text } from '@mantine/core';
import type { ReviewSheet } from '../../api/hooks/reviews';
import { Facts } from '../../components/Facts';
import { size } from '../../components/FileDrop';
import { Markdown } from '../../components/Markdown';
import { PackageFiles } from '../../components/PackageFiles';
import { Panel } from '../../components/Panel';
import { RelativeTime } from '../../components/RelativeTime';
import { reviews } from '../../i18n/areas/reviews';
import { useTexts } from '../../i18n/language';
import { AppInfo } from '../templates/AppInfo';

/** What was submitted: the app's information, its introduction, the files and the update log. */
export function Sheet({ sheet }: { sheet: ReviewSheet }) {
  const t = useTexts(reviews);
  const { version, readme } = sheet;
  return (
    <Tabs defaultValue="information" keepMounted={false}>
      <Tabs.List mb="lg">
        <Tabs.Tab value="information">{t('information')}</Tabs.Tab>
        <Tabs.Tab value="introduction">{t('introduction')}</Tabs.Tab>
        <Tabs.Tab value="files">{t('files')}</Tabs.Tab>
        <Tabs.Tab value="changes">{t('changes')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="information">
        <Information sheet={sheet} />
      </Tabs.Panel>
      <Tabs.Panel value="introduction">{readme ? <Markdown text={readme} /> : <Text c="dimmed">{t('noReadme')}</Text>}</Tabs.Panel>
      <Tabs.Panel value="files">
        <PackageFiles version={version.id} chart={version.package.kind === 'helm-chart'} />
      </Tabs.Panel>
      <Tabs.Panel value="changes">{version.changes ? <Markdown text={version.changes} /> : <Text c="dimmed">{t('noChanges')}</Text>}</Tabs.Panel>
    </Tabs>
  );
}

function Information({ sheet: { app, version, review, previous } }: { sheet: ReviewSheet }) {
  const t = useTexts(reviews);
  const { package: pack } = version;
  return (
    <Stack gap="lg">
      <Facts
        cols={{ base: 2, md: 3 }}
        facts={[
          [t('workspace'), app.workspaceTitle || app.workspace],
          [t('operator'), review.submittedBy],
          [t('submitted'), <RelativeTime key="opened" time={review.opened} />],
          [t('author'), version.author],
          [t('previous'), previous || t('first')],
          [t('package'), `${pack.chartName ?? pack.kind}, ${size(pack.size)}`],
          [t('reviewer'), review.reviewer],
        ]}
      />
      {pack.notes && pack.notes.length > 0 && (
        <Panel title={t('notes')} hint={t('notesHint')}>
          <List size="sm">
            {pack.notes.map(({ file, text }) => (
              <List.Item key={`${file}${text}`}>
                {file && <Code>{file}</Code>} {text}
              </List.Item>
            ))}
          </List>
        </Panel>
      )}
      <AppInfo app={app} />
      {pack.images.length > 0 && (
        <Panel title={t('images')}>
          <List size="sm" listStyleType="none">
            {pack.images.map((image) => (
              <List.Item key={image} style={{ overflowWrap: 'anywhere' }}>
                <Code>{image}</Code>
              </List.Item>
            ))}
          </List>
        </Panel>
      )}
    </Stack>
  );
}
