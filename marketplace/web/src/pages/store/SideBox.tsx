import { Anchor, Badge, Code, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import type { StoreApp } from '../../api/hooks/store';
import { Panel } from '../../components/Panel';
import { RelativeTime } from '../../components/RelativeTime';
import { Status } from '../../components/Status';
import { packageTexts } from '../../i18n/areas/package';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';

/** The facts about an app. */
export function SideBox({ app, verification }: { app: StoreApp; verification?: Schemas['Verification'] }) {
  const t = useTexts(store);
  const p = useTexts(packageTexts);
  const { home, maintainers, sources, keywords } = app.details;
  return (
    <Panel title={t('about')}>
      <Stack component="dl" gap="md" m={0}>
        <Fact name={t('category')}>{app.categoryName || t('uncategorized')}</Fact>
        <Fact name={t('released')}>
          <RelativeTime time={app.released} />
        </Fact>
        {verification && (
          <Fact name={p('verification')}>
            <Status state={verification.state} label={verification.state === 'passed' ? t('verified') : undefined} />
          </Fact>
        )}
        {home && (
          <Fact name={t('home')}>
            <Outward address={home} />
          </Fact>
        )}
        {maintainers.length > 0 && <Fact name={t('maintainers')}>{maintainers.join(', ')}</Fact>}
        <Fact name={t('source')}>{app.workspace || t('workspaceGone')}</Fact>
        {sources.length > 0 && (
          <Fact name={t('sources')}>
            {sources.map((address) => (
              <Outward key={address} address={address} />
            ))}
          </Fact>
        )}
        {keywords.length > 0 && (
          <Fact name={t('keywords')}>
            <Group gap={6}>
              {keywords.map((word) => (
                <Badge key={word} variant="default" tt="none">
                  {word}
                </Badge>
              ))}
            </Group>
          </Fact>
        )}
        <Fact name={t('appId')}>
          <Code>{app.id}</Code>
        </Fact>
      </Stack>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </div>
  );
}

/** A link to another site. What is no web address is shown as text. */
function Outward({ address }: { address: string }) {
  if (!/^https?:\/\//.test(address)) return <>{address}</>;
  return (
    <Anchor href={address} target="_blank" rel="noopener noreferrer nofollow" display="block">
      {address.replace(/^https?:\/\//, '')}
    </Anchor>
  );
}
