import { Box, NavLink, Select, Text } from '@mantine/core';
import { IconQuestionMark, IconSortAZ, IconSparkles } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { uncategorized, useCategories } from '../../api/hooks/categories';
import { CategoryIcon } from '../../components/CategoryIcon';
import type { Filters, SetFilters } from '../../components/useFilters';
import { store } from '../../i18n/areas/store';
import { useTexts } from '../../i18n/language';

interface Choice {
  value: string;
  label: string;
  icon: ReactNode;
  count?: number;
  filters: Filters;
}

/** What of the store can be looked at: new apps, all of them, those of a category; a drop-down where it is narrow. */
export function CategoryList({ filters, setFilters }: { filters: Filters; setFilters: SetFilters }) {
  const t = useTexts(store);
  const { data } = useCategories();
  const discover: Choice[] = [
    { value: 'new', label: t('newApps'), icon: <IconSparkles size={18} stroke={1.6} aria-hidden />, filters: {} },
    { value: 'all', label: t('allApps'), icon: <IconSortAZ size={18} stroke={1.6} aria-hidden />, count: data?.total, filters: { order: 'name' } },
  ];
  const categories: Choice[] = (data?.items ?? []).map(({ id, name, icon, apps }) => ({
    value: id,
    label: name,
    icon: <CategoryIcon name={icon} />,
    count: apps,
    filters: { category: id },
  }));
  categories.push({
    value: uncategorized,
    label: t('uncategorized'),
    icon: <IconQuestionMark size={18} stroke={1.6} aria-hidden />,
    count: data?.uncategorized,
    filters: { category: uncategorized },
  });
  const current = String(filters.category ?? (filters.order === 'name' ? 'all' : 'new'));
  const choose = (choice?: Choice) => setFilters({ category: undefined, order: undefined, ...choice?.filters });
  const all = [...discover, ...categories];
  return (
    <>
      <Select hiddenFrom="md" label={t('category')} data={all.map(({ value, label }) => ({ value, label }))} value={current} allowDeselect={false} onChange={(value) => choose(all.find((c) => c.value === value))} />
      <Box visibleFrom="md" component="nav" aria-label={t('categories')}>
        <Choices title={t('discover')} choices={discover} current={current} choose={choose} />
        <Choices title={t('categories')} choices={categories} current={current} choose={choose} />
      </Box>
    </>
  );
}

interface ChoicesProps {
  title: string;
  choices: Choice[];
  current: string;
  choose: (choice: Choice) => void;
}

function Choices({ title, choices, current, choose }: ChoicesProps) {
  return (
    <>
      <Text size="xs" fw={600} c="dimmed" mt="sm" mb={4} px="sm">
        {title}
      </Text>
      {choices.map((choice) => (
        <NavLink
          key={choice.value}
          component="button"
          label={choice.label}
          leftSection={choice.icon}
          rightSection={
            choice.count !== undefined && (
              <Text size="sm" c="dimmed">
                {choice.count}
              </Text>
            )
          }
          active={choice.value === current}
          aria-current={choice.value === current}
          onClick={() => choose(choice)}
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        />
      ))}
    </>
  );
}
