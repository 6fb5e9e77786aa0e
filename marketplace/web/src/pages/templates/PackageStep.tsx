import { Button, Group, Loader, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCheckPackage, type CheckedPackage, type Upload } from '../../api/hooks/templates';
import { ErrorNotice } from '../../components/ErrorNotice';
import { FileDrop } from '../../components/FileDrop';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { CheckList } from './CheckList';

/** What was uploaded, and what the server found it to be. */
export interface Chosen {
  parts: Upload;
  checked: CheckedPackage;
}

interface Props {
  workspace: string;
  /** The app that it is to be a version of; none for a new app. */
  app?: string;
  chosen?: Chosen;
  onChosen: (chosen: Chosen | undefined) => void;
}

type Kind = 'chart' | 'image';

/** The choice of a package: a chart to drop or choose, or a deployer image. The server looks at it at once. */
export function PackageStep({ workspace, app, chosen, onChosen }: Props) {
  const t = useTexts(templates);
  const check = useCheckPackage(workspace, app);
  const [kind, setKind] = useState<Kind>(chosen?.parts.image ? 'image' : 'chart');
  const [image, setImage] = useState(chosen?.parts.image ?? '');
  const [file, setFile] = useState(chosen?.parts.package);
  const look = (parts: Upload) => {
    onChosen(undefined);
    setFile(parts.package);
    check.mutate(parts, { onSuccess: (checked) => onChosen({ parts, checked }) });
  };
  const turn = (next: string) => {
    setKind(next as Kind);
    setFile(undefined);
    check.reset();
    onChosen(undefined);
  };
  return (
    <Stack>
      <SegmentedControl
        aria-label={t('kind')}
        value={kind}
        onChange={turn}
        data={[
          { value: 'chart', label: t('chart') },
          { value: 'image', label: t('image') },
        ]}
      />
      {kind === 'chart' ? (
        <FileDrop label={t('chart')} hint={t('dropHint')} accept=".tgz,.tar.gz,application/gzip" file={file} disabled={check.isPending} onFile={(chart) => look({ package: chart })} />
      ) : (
        <Group align="flex-end" wrap="nowrap">
          <TextInput flex={1} label={t('imageLabel')} description={t('imageHint')} value={image} onChange={(event) => setImage(event.currentTarget.value)} />
          <Button variant="default" disabled={!image.trim()} loading={check.isPending} onClick={() => look({ image: image.trim() })}>
            {t('check')}
          </Button>
        </Group>
      )}
      {check.isPending && (
        <Group gap="sm" role="status">
          <Loader size={18} aria-hidden />
          <Text size="sm">{kind === 'chart' ? t('checking') : t('importing')}</Text>
        </Group>
      )}
      <ErrorNotice error={check.error} />
      {chosen && <CheckList checked={chosen.checked} />}
    </Stack>
  );
}
