import { Code, List, Stack, Text, Title } from '@mantine/core';
import type { Version } from '../../api/hooks/versions';
import { Facts } from '../../components/Facts';
import { size } from '../../components/FileDrop';
import { Markdown } from '../../components/Markdown';
import { RelativeTime } from '../../components/RelativeTime';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

/** What a version consists of, and what is new in it. */
export function VersionOverview({ version }: { version: Version }) {
  const t = useTexts(templates);
  const { package: pack, author, changes, released, created, instances, message, state } = version;
  return (
    <Stack>
      <Facts
        facts={[
          [t('author'), author],
          [t('created'), <RelativeTime key="created" time={created} />],
          [t('releasedAt'), released && <RelativeTime time={released} />],
          [t('instances'), t('instanceCount', { n: instances })],
          [t('package'), pack.chartName ?? pack.kind],
          [t('size'), size(pack.size)],
          [t('flavour'), pack.flavour],
          [t('saidWhy'), state !== 'rejected' && message],
        ]}
      />
      <Text size="sm" c="dimmed">
        {t('digest')} <Code style={{ overflowWrap: 'anywhere' }}>{pack.digest}</Code>
      </Text>
      <Part title={t('changes')}>{changes ? <Markdown text={changes} /> : <Text c="dimmed">{t('noChanges')}</Text>}</Part>
      {pack.images.length > 0 && (
        <Part title={t('images')}>
          <List size="sm" listStyleType="none">
            {pack.images.map((image) => (
              <List.Item key={image} style={{ overflowWrap: 'anywhere' }}>
                <Code>{image}</Code>
              </List.Item>
            ))}
          </List>
        </Part>
      )}
      {pack.notes && pack.notes.length > 0 && (
        <Part title={t('notes')}>
          <List size="sm">
            {pack.notes.map(({ file, text }) => (
              <List.Item key={`${file}${text}`}>
                {file && <Code>{file}</Code>} {text}
              </List.Item>
            ))}
          </List>
        </Part>
      )}
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <Title order={2} size="h6" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}
