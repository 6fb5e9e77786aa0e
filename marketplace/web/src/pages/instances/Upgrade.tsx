import { Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useChangeInstance, type MergePreview, type Target } from '../../api/hooks/changes';
import type { Instance } from '../../api/hooks/instances';
import { fieldErrors } from '../../api/problem';
import { CodeView } from '../../components/CodeView';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LinkButton } from '../../components/LinkButton';
import { MergeEditor, ParameterForm } from '../../components/lazy';
import { notice } from '../../components/notice';
import { Faults } from '../../components/parameters/Faults';
import { ModeSwitch } from '../../components/parameters/ModeSwitch';
import { useDraft } from '../../components/parameters/useDraft';
import { SecretHint } from '../../components/parameters/ValuesEditor';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { byParameter } from '../../values/check';
import { begin, differing } from '../../values/draft';
import { parametersOf } from '../../values/parameters';
import { Legend } from './Legend';
import { changes, sidesOf } from './merge';

interface Props {
  instance: Instance;
  target: Target;
  preview: MergePreview;
}

/** The settings there are and those to be, side by side, with what became of each. */
export function Upgrade({ instance, target, preview: latest }: Props) {
  const t = useTexts(instances);
  const navigate = useNavigate();
  const update = useChangeInstance(instance);
  const [preview] = useState(latest); // what is being edited does not change under the user's hands
  const parameters = useMemo(() => parametersOf(preview.schema, preview.uiSchema), [preview]);
  const sides = useMemo(() => sidesOf(preview, parameters.order, parameters.elsewhere), [preview, parameters]);
  const left = useMemo(() => begin(sides.now, parameters.order).text, [sides, parameters]);
  const said = useMemo(() => byParameter(fieldErrors(update.error)), [update.error]);
  const editing = useDraft(parameters, begin(sides.then, parameters.order), said, 'yaml');
  const { values, draft, faults, marks, mode } = editing;
  const narrow = useMediaQuery('(max-width: 62em)') ?? false;
  const nothing = values && !changes(sides, values, !target.current);
  const send = () => {
    if (!editing.attempt() || !values) return;
    const done = () => {
      notice(t('updating', { name: instance.name }));
      void navigate({ to: '/instances/$instance', params: { instance: instance.id }, search: {} });
    };
    update.mutate({ version: target.id, values: differing(values, sides.defaults) }, { onSuccess: done });
  };
  const labels = { left: t('left', { number: preview.from }), right: t('right', { number: preview.to }) };
  return (
    <Stack>
      <Group justify="flex-end">
        <ModeSwitch editing={editing} />
      </Group>
      {mode === 'form' && values ? (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <CodeView text={left} name={`${labels.left}.yaml`} />
          <ParameterForm parameters={parameters} values={values} faults={faults} onChange={editing.setValues} />
        </SimpleGrid>
      ) : (
        <MergeEditor left={left} leftLabel={labels.left} right={draft.text} rightLabel={labels.right} marks={marks} narrow={narrow} onChange={editing.setText} />
      )}
      <SecretHint secret={parameters.secret} />
      <Faults editing={editing} />
      <Legend editing={editing} merged={preview.parameters.filter(({ parameter }) => !parameters.elsewhere.includes(parameter))} />
      <ErrorNotice error={update.error} except={Object.keys(said).map((name) => `values.${name}`)} />
      <Group justify="flex-end">
        {nothing && (
          <Text size="sm" c="dimmed">
            {t('nothingChanged')}
          </Text>
        )}
        <Group wrap="nowrap">
          <LinkButton variant="default" to="/instances/$instance" params={{ instance: instance.id }} search={{}}>
            {t('cancel')}
          </LinkButton>
          <Button loading={update.isPending} disabled={!values || nothing} onClick={send}>
            {t('update')}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}
