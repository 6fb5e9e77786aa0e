import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useEditInstance, type Instance } from '../../api/hooks/instances';
import { fieldErrors } from '../../api/problem';
import { FormDialog } from '../../components/FormDialog';
import { notice } from '../../components/notice';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';

/** Changes the description of an instance. */
export function EditInformation({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const t = useTexts(instances);
  const edit = useEditInstance(instance);
  const [description, setDescription] = useState(instance.description);
  const done = () => {
    notice(t('saved'));
    onClose();
  };
  return (
    <FormDialog title={t('infoTitle', { name: instance.name })} fields={['description']} error={edit.error} busy={edit.isPending} onSubmit={() => edit.mutate(description, { onSuccess: done })} onClose={onClose}>
      <Textarea label={t('description')} autosize minRows={3} data-autofocus value={description} error={fieldErrors(edit.error).description} onChange={(e) => setDescription(e.currentTarget.value)} />
    </FormDialog>
  );
}
