import { Group, Pagination, Text } from '@mantine/core';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';

interface Props {
  /** Rows of all pages. */
  total: number;
  pageSize: number;
  /** The first page is 1. */
  page: number;
  onChange: (page: number) => void;
}

/** Which rows of how many are shown, and the way to the others. Nothing if they are all shown. */
export function Pages({ total, pageSize, page, onChange }: Props) {
  const c = useTexts(common);
  if (total <= pageSize) return null;
  const from = (page - 1) * pageSize + 1;
  const names: Record<string, string> = { next: c('nextPage'), previous: c('previousPage') };
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {c('rows', { from, to: Math.min(total, from + pageSize - 1), n: total })}
      </Text>
      <nav aria-label={c('pages')}>
        <Pagination
          total={Math.ceil(total / pageSize)}
          value={page}
          onChange={onChange}
          getControlProps={(control) => ({ 'aria-label': names[control] })}
        />
      </nav>
    </Group>
  );
}
