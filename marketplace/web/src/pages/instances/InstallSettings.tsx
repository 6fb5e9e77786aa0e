import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useMemo, type FormEvent } from 'react';
import { usePackageForm } from '../../api/hooks/package';
import { fieldErrors } from '../../api/problem';
import type { Schemas } from '../../api/client';
import { ErrorNotice } from '../../components/ErrorNotice';
import { Help } from '../../components/parameters/Help';
import { useDraft } from '../../components/parameters/useDraft';
import { ValuesEditor } from '../../components/parameters/ValuesEditor';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { byParameter } from '../../values/check';
import { begin, differing, type Values } from '../../values/draft';
import { parametersOf } from '../../values/parameters';

interface Props {
  /** Id of the version. */
  version: string;
  /** Fields of the step before. */
  basicFields: string[];
  error: unknown;
  busy: boolean;
  onBack: () => void;
  onInstall: (values: Values) => void;
}

/** The settings of an app that is about to be installed. */
export function InstallSettings(props: Props) {
  const { data: form, error, refetch } = usePackageForm(props.version);
  if (error) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!form) return <Skeleton height={240} />;
  return <Settings {...props} form={form} />;
}

function Settings({ form, basicFields, error, busy, onBack, onInstall }: Props & { form: Schemas['VersionForm'] }) {
  const t = useTexts(instances);
  const parameters = useMemo(() => parametersOf(form.schema, form.uiSchema, form.secret), [form]);
  const said = useMemo(() => byParameter(fieldErrors(error)), [error]);
  const known = Object.fromEntries(Object.entries(form.defaults).filter(([name]) => parameters.order.includes(name)));
  const editing = useDraft(parameters, begin(known, parameters.order), said);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (editing.attempt() && editing.values) onInstall(differing(editing.values, form.defaults));
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {form.help && <Help html={form.help} />}
        <ValuesEditor editing={editing} />
        <ErrorNotice error={error} except={[...basicFields, ...Object.keys(said).map((name) => `values.${name}`)]} />
        <Group justify="flex-end">
          {busy && (
            <Text size="sm" c="dimmed" role="status">
              {t('installing')}
            </Text>
          )}
          <Button variant="default" onClick={onBack}>
            {t('back')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('install')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
