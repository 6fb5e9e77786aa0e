import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { fieldErrors } from '../../api/problem';
import { useSubmitVersion, type Version } from '../../api/hooks/versions';
import { FormDialog } from '../../components/FormDialog';
import { notice } from '../../components/notice';
import { templates } from '../../i18n/areas/templates';
import { useTexts } from '../../i18n/language';

const tests = ['test1', 'test2', 'test3', 'test4', 'test5', 'test6', 'test7', 'test8'] as const;

/** Submits a version for release: first what its author has tested, then its number and update log. */
export function SubmitDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const t = useTexts(templates);
  const submit = useSubmitVersion(version);
  const [tested, setTested] = useState(false);
  const [done, setDone] = useState<string[]>([]);
  const [changes, setChanges] = useState(version.changes);
  const { number } = version;
  const send = () => {
    const onSuccess = () => {
      notice(t('submitted', { number }));
      onClose();
    };
    submit.mutate(changes, { onSuccess });
  };
  if (!tested) {
    return (
      <FormDialog title={t('submitTitle', { number })} action={t('next')} size="lg" onSubmit={() => setTested(true)} onClose={onClose}>
        <Step n={1} />
        <Checkbox.Group label={t('testSteps')} description={t('testStepsHint')} value={done} onChange={setDone}>
          <Stack gap="xs" mt="sm">
            {tests.map((test) => (
              <Checkbox key={test} value={test} label={t(test)} />
            ))}
          </Stack>
        </Checkbox.Group>
      </FormDialog>
    );
  }
  return (
    <FormDialog title={t('submitTitle', { number })} size="lg" fields={['changes']} error={submit.error} busy={submit.isPending} onSubmit={send} onClose={onClose}>
      <Step n={2} />
      <TextInput label={t('versionNumber')} description={`${t('numberRule')} ${t('numberHint')}`} readOnly value={number} />
      <Textarea label={t('changes')} description={t('changesHint')} autosize minRows={4} maxRows={14} data-autofocus value={changes} onChange={(e) => setChanges(e.currentTarget.value)} error={fieldErrors(submit.error).changes} />
      <Group>
        <Button variant="subtle" size="compact-sm" onClick={() => setTested(false)}>
          {t('back')}
        </Button>
      </Group>
    </FormDialog>
  );
}

function Step({ n }: { n: number }) {
  const t = useTexts(templates);
  return (
    <Text size="sm" c="dimmed">
      {t('step', { n, all: 2 })}
    </Text>
  );
}
