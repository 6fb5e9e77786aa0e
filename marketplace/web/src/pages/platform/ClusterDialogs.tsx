import { Select, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { purposes, useDeleteCluster, useSaveCluster, type Cluster, type ClusterFields, type Purpose } from '../../api/hooks/clusters';
import { fieldErrors } from '../../api/problem';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormDialog } from '../../components/FormDialog';
import { clusters } from '../../i18n/areas/clusters';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';

/** Registers a cluster, or changes the one that is given. */
export function ClusterDialog({ cluster, onClose }: { cluster?: Cluster; onClose: () => void }) {
  const t = useTexts(clusters);
  const save = useSaveCluster(cluster);
  const form = useForm<ClusterFields>({
    initialValues: { name: cluster?.name ?? '', title: cluster?.title ?? '', purpose: (cluster?.purpose as Purpose) ?? 'both', kubeconfig: '' },
  });
  const fields = fieldErrors(save.error);
  const submit = () => {
    const values = form.getValues();
    save.mutate({ ...values, title: values.title || values.name }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={cluster ? t('edit', { name: cluster.name }) : t('register')}
      size="lg"
      fields={['name', 'title', 'purpose', 'kubeconfig']}
      error={save.error}
      busy={save.isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      {!cluster && (
        <TextInput label={t('name')} description={t('nameHint')} required data-autofocus {...form.getInputProps('name')} error={fields.name} />
      )}
      <TextInput label={t('displayName')} {...form.getInputProps('title')} error={fields.title} />
      <Select
        label={t('purpose')}
        data={purposes.map((value) => ({ value, label: t(value) }))}
        allowDeselect={false}
        {...form.getInputProps('purpose')}
        error={fields.purpose}
      />
      <Textarea
        label={t('kubeconfig')}
        description={cluster ? `${t('kubeconfigKeep')} ${t('kubeconfigHint')}` : t('kubeconfigHint')}
        required={!cluster}
        rows={10}
        spellCheck={false}
        autoComplete="off"
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 'var(--mantine-font-size-xs)' } }}
        {...form.getInputProps('kubeconfig')}
        error={fields.kubeconfig}
      />
    </FormDialog>
  );
}

export function RemoveCluster({ cluster: { name }, onClose }: { cluster: Cluster; onClose: () => void }) {
  const t = useTexts(clusters);
  const c = useTexts(common);
  const remove = useDeleteCluster();
  return (
    <ConfirmDialog
      title={t('remove', { name })}
      action={c('remove')}
      danger
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(name, { onSuccess: onClose })}
      onClose={onClose}
    >
      {t('removeHint')}
    </ConfirmDialog>
  );
}
