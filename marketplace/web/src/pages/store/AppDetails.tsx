import { List, Skeleton, Stack, Text } from '@mantine/core';
import { useReadme } from '../../api/hooks/package';
import type { StoreVersion } from '../../api/hooks/store';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Markdown } from '../../components/Markdown';
import { PackageFiles } from '../../components/PackageFiles';
import { Panel } from '../../components/Panel';
import { ParameterTable } from '../../components/ParameterTable';
import { packageTexts } from '../../i18n/areas/package';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';

/** What is in a version: README, files, parameters, images. */
export function AppDetails({ version }: { version: StoreVersion }) {
  const t = useTexts(store);
  const p = useTexts(packageTexts);
  return (
    <Stack gap="lg">
      <Panel title={t('readme')}>
        <Readme version={version.id} />
      </Panel>
      <Panel title={p('files')}>
        <PackageFiles version={version.id} chart={version.kind === 'helm-chart'} />
      </Panel>
      <Panel title={p('parameters')}>
        <ParameterTable version={version.id} />
      </Panel>
      <Panel title={p('images')}>
        {version.images.length > 0 ? (
          <List ff="monospace" size="sm">
            {version.images.map((image) => (
              <List.Item key={image} style={{ overflowWrap: 'anywhere' }}>
                {image}
              </List.Item>
            ))}
          </List>
        ) : (
          <Text c="dimmed">{p('noImages')}</Text>
        )}
      </Panel>
    </Stack>
  );
}

function Readme({ version }: { version: string }) {
  const p = useTexts(packageTexts);
  const { data, error } = useReadme(version);
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Skeleton height={160} />;
  return data.readme ? <Markdown text={data.readme} /> : <Text c="dimmed">{p('noReadme')}</Text>;
}
