import { Group, Radio, Select, SimpleGrid, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { uncategorized, useChangeCategory, useDeleteCategory, useSaveCategory, type Category } from '../../api/hooks/categories';
import { fieldErrors } from '../../api/problem';
import { CategoryIcon } from '../../components/CategoryIcon';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { FormDialog } from '../../components/FormDialog';
import { common } from '../../i18n/areas/common';
import { icons as iconNames } from '../../i18n/areas/icons';
import { manage } from '../../i18n/areas/manage';
import { useTexts } from '../../i18n/language';

interface SaveProps {
  icons: string[];
  category?: Category;
  onClose: () => void;
  onSaved: (category: string) => void;
}

/** Creates a category, or changes the one that is given. */
export function SaveCategory({ icons, category, onClose, onSaved }: SaveProps) {
  const t = useTexts(manage);
  const i = useTexts(iconNames);
  const save = useSaveCategory(category);
  const [name, setName] = useState(category?.name ?? '');
  const [icon, setIcon] = useState(category?.icon ?? icons[0] ?? '');
  const fields = fieldErrors(save.error);
  const saved = ({ id }: Category) => {
    onSaved(id);
    onClose();
  };
  return (
    <FormDialog
      size="lg"
      title={category ? t('editCategory', { name: category.name }) : t('createCategory')}
      fields={['name', 'icon']}
      error={save.error}
      busy={save.isPending}
      onSubmit={() => save.mutate({ name, icon }, { onSuccess: saved })}
      onClose={onClose}
    >
      <TextInput label={t('name')} description={t('nameHint')} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={fields.name} />
      <Radio.Group label={t('icon')} value={icon} onChange={setIcon} error={fields.icon}>
        <SimpleGrid cols={{ base: 2, xs: 4 }} spacing="xs" mt="xs">
          {icons.map((one) => (
            <Radio
              key={one}
              value={one}
              label={
                <Group gap={6} wrap="nowrap">
                  <CategoryIcon name={one} />
                  <Text size="xs">{one in iconNames.en ? i(one as keyof typeof iconNames.en) : one}</Text>
                </Group>
              }
            />
          ))}
        </SimpleGrid>
      </Radio.Group>
    </FormDialog>
  );
}

export function DeleteCategory({ category, onClose, onDeleted }: { category: Category; onClose: () => void; onDeleted: () => void }) {
  const t = useTexts(manage);
  const c = useTexts(common);
  const remove = useDeleteCategory();
  const deleted = () => {
    onDeleted();
    onClose();
  };
  return (
    <ConfirmDialog
      title={t('deleteCategory', { name: category.name })}
      action={c('delete')}
      danger
      error={remove.error}
      busy={remove.isPending}
      onConfirm={() => remove.mutate(category.id, { onSuccess: deleted })}
      onClose={onClose}
    >
      {t('deleteCategoryHint')}
    </ConfirmDialog>
  );
}

interface ChangeProps {
  apps: string[];
  from: string;
  categories: Category[];
  onClose: () => void;
  onChanged: () => void;
}

/** Moves apps to another category. */
export function ChangeCategory({ apps, from, categories, onClose, onChanged }: ChangeProps) {
  const t = useTexts(manage);
  const change = useChangeCategory();
  const targets = [...categories.map(({ id, name }) => ({ value: id, label: name })), { value: uncategorized, label: t('uncategorized') }].filter(
    ({ value }) => value !== from,
  );
  const [category, setCategory] = useState<string | null>(targets[0]?.value ?? null);
  return (
    <FormDialog
      title={t('changeCategory')}
      fields={['category']}
      error={change.error}
      busy={change.isPending}
      disabled={!category}
      onSubmit={() => category && change.mutate({ category, apps }, { onSuccess: onChanged })}
      onClose={onClose}
    >
      <Text size="sm">{t('changeHint', { n: apps.length })}</Text>
      <Select label={t('category')} data={targets} allowDeselect={false} value={category} onChange={setCategory} error={fieldErrors(change.error).category} />
    </FormDialog>
  );
}
