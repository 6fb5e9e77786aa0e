import { Button, Grid, Group, NavLink, ScrollArea, Select, Skeleton, Text } from '@mantine/core';
import { IconDownload, IconFile } from '@tabler/icons-react';
import { useState } from 'react';
import { usePackageFile, usePackageFiles, type PackageFile } from '../api/hooks/package';
import { packageTexts } from '../i18n/areas/package';
import { useTexts } from '../i18n/language';
import { CodeView } from './CodeView';
import { ErrorNotice } from './ErrorNotice';

/** The files of a version's package: a list, and the one that is chosen. */
export function PackageFiles({ version, chart }: { version: string; chart?: boolean }) {
  const t = useTexts(packageTexts);
  const { data: files, error } = usePackageFiles(version);
  const [chosen, choose] = useState('');
  if (error) return <ErrorNotice error={error} />;
  if (!files) return <Skeleton height={240} />;
  const path = chosen || first(files);
  return (
    <>
      {chart && (
        <Group justify="flex-end" mb="sm">
          <Button component="a" href={`/api/v1/versions/${encodeURIComponent(version)}/package`} download variant="default" size="xs" leftSection={<IconDownload size={16} aria-hidden />}>
            {t('download')}
          </Button>
        </Group>
      )}
      <Grid>
        <Grid.Col span={{ base: 12, sm: 4 }}>
          <Select hiddenFrom="sm" label={t('chooseFile')} data={files.map((file) => file.path)} value={path} onChange={(next) => choose(next ?? '')} allowDeselect={false} />
          <ScrollArea.Autosize mah="32rem" visibleFrom="sm" component="nav" aria-label={t('files')}>
            {files.map((file) => (
              <NavLink
                key={file.path}
                component="button"
                label={file.path}
                active={file.path === path}
                aria-current={file.path === path}
                leftSection={<IconFile size={16} aria-hidden />}
                onClick={() => choose(file.path)}
                styles={{ label: { overflowWrap: 'anywhere' } }}
              />
            ))}
          </ScrollArea.Autosize>
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 8 }}>{path && <FileText version={version} path={path} />}</Grid.Col>
      </Grid>
    </>
  );
}

function FileText({ version, path }: { version: string; path: string }) {
  const t = useTexts(packageTexts);
  const { data: file, error } = usePackageFile(version, path);
  if (error) return <ErrorNotice error={error} />;
  if (!file) return <Skeleton height={240} />;
  return file.binary ? <Text c="dimmed">{t('binary')}</Text> : <CodeView text={file.text} name={path} />;
}

/** What a reader wants to see first. */
function first(files: PackageFile[]): string {
  const wanted = ['values.yaml', 'schema.yaml', 'Chart.yaml'];
  const found = wanted.flatMap((name) => files.filter((file) => file.path.split('/').pop() === name));
  return (found[0] ?? files[0])?.path ?? '';
}
