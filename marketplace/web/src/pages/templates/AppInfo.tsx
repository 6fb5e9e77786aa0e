import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { App } from '../../api/hooks/templates';
import { Facts } from '../../components/Facts';
import { Markdown } from '../../components/Markdown';
import { Panel } from '../../components/Panel';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

/** What people read of an app, as it is in the working copy. */
export function AppInfo({ app: { details } }: { app: Pick<App, 'details'> }) {
  const t = useTexts(templates);
  const { introduction, home, keywords, maintainers, sources } = details;
  const facts: [string, ReactNode][] = [
    [t('home'), home && <Outside href={home} />],
    [t('maintainers'), maintainers.join(', ')],
    [t('keywords'), keywords.length > 0 && <Words words={keywords} />],
    [t('sources'), sources.length > 0 && sources.map((href) => <Outside key={href} href={href} />)],
  ];
  return (
    <Stack>
      {facts.some(([, value]) => value) && <Facts facts={facts} cols={{ base: 1, sm: 2 }} />}
      <Panel title={t('introduction')}>{introduction ? <Markdown text={introduction} /> : <Text c="dimmed">{t('noIntroduction')}</Text>}</Panel>
    </Stack>
  );
}

function Words({ words }: { words: string[] }) {
  return (
    <Group component="span" gap={6}>
      {words.map((word) => (
        <Badge key={word} component="span" variant="default" tt="none" fw={500}>
          {word}
        </Badge>
      ))}
    </Group>
  );
}

/** A link that somebody typed: only addresses of the web are one, whatever else the text says stays text. */
export function Outside({ href }: { href: string }) {
  if (!/^https?:\/\//i.test(href)) return <Text span>{href} </Text>;
  return (
    <Anchor href={href} target="_blank" rel="noopener noreferrer nofollow" display="block">
      {href}
    </Anchor>
  );
}
