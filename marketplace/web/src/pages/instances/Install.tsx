import { Paper, Skeleton, Stepper } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useInstall } from '../../api/hooks/instances';
import { fieldErrors } from '../../api/problem';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import type { Values } from '../../values/draft';
import { Basics, type Basic } from './Basics';
import type { Choice } from './choices';
import { InstallSettings } from './InstallSettings';
import { proposeName } from './naming';
import { useChoices } from './useChoices';

const basicFields = ['name', 'description', 'version', 'project'];

/** Installs an app: first what and where, then its settings. Coming from its template, members can install drafts, too. */
export function Page() {
  const t = useTexts(instances);
  const { app = '' } = useParams({ strict: false });
  const [{ version, from }] = useFilters();
  const { name, choices, latest, pending, error } = useChoices(app, from === 'template');
  if (error) return <ErrorNotice error={error} />;
  if (pending) return <Skeleton height={320} />;
  const first = choices.find(({ id }) => id === version)?.id ?? latest;
  if (!first) return <EmptyState title={t('nothingToInstall')} hint={t('nothingToInstallHint')} />;
  return <Wizard app={name} choices={choices} latest={latest} first={first} />;
}

interface Props {
  app: string;
  choices: Choice[];
  latest?: string;
  first: string;
}

function Wizard({ app, choices, latest, first }: Props) {
  const t = useTexts(instances);
  const navigate = useNavigate();
  const install = useInstall();
  const [step, setStep] = useState(0);
  const [basic, setBasic] = useState<Basic>(() => ({ name: proposeName(app), version: first, description: '', project: '' }));
  const errors = fieldErrors(install.error);
  const send = (values: Values) =>
    install.mutate(
      { ...basic, values },
      {
        onSuccess: ({ id }) => void navigate({ to: '/instances/$instance', params: { instance: id }, search: {} }),
        onError: (error) => {
          if (basicFields.some((field) => fieldErrors(error)[field])) setStep(0);
        },
      },
    );
  return (
    <>
      <PageHeader title={t('installTitle', { app })} />
      <Stepper active={step} onStepClick={(to) => to < step && setStep(to)} size="sm" mb="lg" maw={560}>
        <Stepper.Step label={t('basic')} allowStepSelect={step > 0} />
        <Stepper.Step label={t('settings')} allowStepSelect={false} />
      </Stepper>
      <Paper withBorder p="lg" maw={880}>
        {step === 0 && <Basics basic={basic} choices={choices} latest={latest} errors={errors} onChange={setBasic} onNext={() => setStep(1)} />}
        {/* It stays while one goes back, so that nothing that was set is lost; another version begins anew. */}
        <div hidden={step === 0}>
          <InstallSettings key={basic.version} version={basic.version} basicFields={basicFields} error={install.error} busy={install.isPending} onBack={() => setStep(0)} onInstall={send} />
        </div>
      </Paper>
    </>
  );
}
