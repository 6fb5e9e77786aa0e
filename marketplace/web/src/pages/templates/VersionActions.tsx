import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { App } from '../../api/hooks/templates';
import type { Version } from '../../api/hooks/versions';
import { LinkButton } from '../../components/LinkButton';
import { common } from '../../i18n/areas/common';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';
import { ReplaceDialog } from './NewVersionDialog';
import { SubmitDialog } from './SubmitDialog';
import { DeleteVersion, VersionDialog, type Confirmed } from './VersionDialogs';

interface Props {
  app: App;
  version: Version;
}

/** The buttons of what the user may do with a version now; its next step is the filled one. */
export function VersionActions({ app, version }: Props) {
  const t = useTexts(templates);
  const c = useTexts(common);
  const [doing, setDoing] = useState<'submit' | 'replace' | 'delete' | Confirmed>();
  const may = (action: string) => version.allowed.includes(action);
  const close = () => setDoing(undefined);
  return (
    <Group gap="sm" role="group" aria-label={t('actionsOf', { number: version.number })}>
      {may('submit') && <Button onClick={() => setDoing('submit')}>{t('submit')}</Button>}
      {may('release') && <Button onClick={() => setDoing('release')}>{t('toStore')}</Button>}
      {may('activate') && <Button onClick={() => setDoing('activate')}>{t('activateVersion')}</Button>}
      {version.state === 'active' && !app.withheld && (
        <LinkButton to="/apps/$app" params={{ app: app.id }} search={{}}>
          {t('viewInStore')}
        </LinkButton>
      )}
      {may('install') && (
        <LinkButton variant="default" to="/apps/$app/install" params={{ app: app.id }} search={{ version: version.id, from: 'template' }}>
          {t('install')}
        </LinkButton>
      )}
      {may('modify') && (
        <Button variant="default" onClick={() => setDoing('replace')}>
          {t('replace')}
        </Button>
      )}
      {may('cancel') && (
        <Button variant="default" onClick={() => setDoing('cancel')}>
          {t('cancelSubmission')}
        </Button>
      )}
      {may('suspend') && (
        <Button variant="default" onClick={() => setDoing('suspend')}>
          {t('suspendVersion')}
        </Button>
      )}
      {may('delete') && (
        <Button variant="subtle" color="red" onClick={() => setDoing('delete')}>
          {c('delete')}
        </Button>
      )}
      {doing === 'submit' && <SubmitDialog version={version} onClose={close} />}
      {doing === 'replace' && <ReplaceDialog app={app} version={version} onClose={close} />}
      {doing === 'delete' && <DeleteVersion version={version} onClose={close} />}
      {(doing === 'release' || doing === 'cancel' || doing === 'suspend' || doing === 'activate') && (
        <VersionDialog action={doing} version={version} onClose={close} />
      )}
    </Group>
  );
}
