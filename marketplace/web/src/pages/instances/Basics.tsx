import { Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useProjects, type Project } from '../../api/hooks/projects';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { instances } from '../../i18n/areas/instances';
import { status, } from '../../i18n/areas/status';
import { useTexts } from '../../i18n/language';
import type { Choice } from './choices';
import { isName } from './naming';

export interface Basic {
  name: string;
  /** Id of the version. */
  version: string;
  description: string;
  project: string;
}

interface Props {
  basic: Basic;
  choices: Choice[];
  /** Id of the latest version. */
  latest?: string;
  /** The server's messages by field. */
  errors: Record<string, string | undefined>;
  onChange: (basic: Basic) => void;
  onNext: () => void;
}

/** What is installed, under which name, and where. */
export function Basics({ basic, choices, latest, errors, onChange, onNext }: Props) {
  const t = useTexts(instances);
  const projects = useProjects({ install: true });
  const [attempted, setAttempted] = useState(false);
  const set = (change: Partial<Basic>) => onChange({ ...basic, ...change });
  const next = (event: FormEvent) => {
    event.preventDefault();
    setAttempted(true);
    if (isName(basic.name) && basic.project) onNext();
  };
  if (projects.error) return <ErrorNotice error={projects.error} onRetry={() => void projects.refetch()} />;
  if (projects.data?.length === 0) return <EmptyState title={t('noProjects')} hint={t('noProjectsHint')} />;
  return (
    <form onSubmit={next} noValidate>
      <Stack>
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          required
          autoComplete="off"
          value={basic.name}
          error={attempted && !isName(basic.name) ? t('nameWrong') : errors.name}
          onChange={(e) => set({ name: e.currentTarget.value })}
        />
        <VersionField choices={choices} latest={latest} value={basic.version} error={errors.version} onChange={(version) => set({ version })} />
        <Textarea label={t('description')} autosize minRows={2} value={basic.description} error={errors.description} onChange={(e) => set({ description: e.currentTarget.value })} />
        <PlaceFields
          projects={projects.data ?? []}
          value={basic.project}
          error={attempted && !basic.project ? t('chooseProject') : errors.project}
          onChange={(project) => set({ project })}
        />
        <Group justify="flex-end">
          <Button type="submit">{t('next')}</Button>
        </Group>
      </Stack>
    </form>
  );
}

interface VersionProps {
  choices: Choice[];
  latest?: string;
  value: string;
  error?: string;
  onChange: (version: string) => void;
}

function VersionField({ choices, latest, value, error, onChange }: VersionProps) {
  const t = useTexts(instances);
  const s = useTexts(status);
  const word = (choice: Choice) => {
    if (choice.state) return choice.state in status.en ? s(choice.state as 'draft') : choice.state;
    return choice.id === latest ? t('latest') : '';
  };
  const label = (choice: Choice) => [choice.number, word(choice) && `(${word(choice)})`].filter(Boolean).join(' ');
  return (
    <Select
      label={t('version')}
      required
      allowDeselect={false}
      data={choices.map((choice) => ({ value: choice.id, label: label(choice) }))}
      value={value}
      error={error}
      onChange={(next) => next && onChange(next)}
    />
  );
}

interface PlaceProps {
  projects: Project[];
  value: string;
  error?: string;
  onChange: (project: string) => void;
}

/** The cluster, and the project on it. A cluster that is the only one is chosen already, and so is a project. */
function PlaceFields({ projects, value, error, onChange }: PlaceProps) {
  const t = useTexts(instances);
  const clusters = [...new Set(projects.map(({ cluster }) => cluster))].sort();
  const [chosen, choose] = useState<string>();
  const cluster = projects.find(({ name }) => name === value)?.cluster ?? chosen ?? (clusters.length === 1 ? clusters[0] : undefined);
  const there = projects.filter((project) => project.cluster === cluster);
  return (
    <Group align="flex-start" grow preventGrowOverflow={false} wrap="wrap">
      <Select
        miw={200}
        label={t('cluster')}
        required
        allowDeselect={false}
        data={clusters}
        value={cluster ?? null}
        onChange={(next) => {
          choose(next ?? undefined);
          onChange('');
        }}
      />
      <Select
        miw={200}
        label={t('project')}
        description={t('projectHintShort')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        required
        allowDeselect={false}
        disabled={!cluster}
        data={there.map(({ name, title, state }) => ({
          value: name,
          label: [title && title !== name ? `${name} (${title})` : name, state !== 'ready' && t('notReady')].filter(Boolean).join(', '),
          disabled: state !== 'ready',
        }))}
        value={value || null}
        error={error}
        onChange={(next) => next && onChange(next)}
      />
    </Group>
  );
}
