import { ActionIcon, Box, Group, Menu, NavLink, Text, Tooltip } from '@mantine/core';
import { IconPlus, IconQuestionMark } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { uncategorized, type Categories, type Category } from '../../api/hooks/categories';
import { CategoryIcon } from '../../components/CategoryIcon';
import { RowMenu } from '../../components/RowMenu';
import { common } from '../../i18n/areas/common';
import { manage } from '../../i18n/areas/manage';
import { useTexts } from '../../i18n/language';
import { DeleteCategory, SaveCategory } from './CategoryDialogs';

interface Props {
  categories: Categories;
  chosen: string;
  onChoose: (category: string) => void;
}

type Doing = { what: 'create' } | { what: 'edit' | 'delete'; category: Category };

/** The list of categories with their counts; + creates one. */
export function CategoryMenu({ categories: { items, uncategorized: rest, icons }, chosen, onChoose }: Props) {
  const t = useTexts(manage);
  const c = useTexts(common);
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const line = (id: string, label: string, icon: ReactNode, count: number) => (
    <NavLink
      component="button"
      label={label}
      leftSection={icon}
      rightSection={
        <Text size="sm" c="dimmed">
          {count}
        </Text>
      }
      active={id === chosen}
      aria-current={id === chosen}
      onClick={() => onChoose(id)}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  );
  return (
    <Box component="nav" aria-label={t('categories')}>
      <Group justify="space-between" mb="xs">
        <Text fw={600}>{t('categories')}</Text>
        <Tooltip label={t('newCategory')}>
          <ActionIcon variant="default" size="lg" aria-label={t('newCategory')} onClick={() => setDoing({ what: 'create' })}>
            <IconPlus size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      {items.map((category) => (
        <Group key={category.id} wrap="nowrap" gap={4}>
          {line(category.id, category.name, <CategoryIcon name={category.icon} />, category.apps)}
          <RowMenu label={`${c('actions')}: ${category.name}`}>
            <Menu.Item onClick={() => setDoing({ what: 'edit', category })}>{c('edit')}</Menu.Item>
            <Menu.Item color="red" onClick={() => setDoing({ what: 'delete', category })}>
              {c('delete')}
            </Menu.Item>
          </RowMenu>
        </Group>
      ))}
      <Box pr={32}>{line(uncategorized, t('uncategorized'), <IconQuestionMark size={18} stroke={1.6} aria-hidden />, rest)}</Box>
      {doing?.what === 'create' && <SaveCategory icons={icons} onClose={close} onSaved={onChoose} />}
      {doing?.what === 'edit' && <SaveCategory icons={icons} category={doing.category} onClose={close} onSaved={onChoose} />}
      {doing?.what === 'delete' && (
        <DeleteCategory
          category={doing.category}
          onClose={close}
          onDeleted={() => doing.category.id === chosen && onChoose(uncategorized)}
        />
      )}
    </Box>
  );
}
