import { Box, Button, Group, Loader, Pagination, Skeleton, Table, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState, type ReactNode } from 'react';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';
import { EmptyState } from './EmptyState';
import { ErrorNotice } from './ErrorNotice';
import type { Filters, SetFilters } from './useFilters';

export interface Column<T> {
  key: string;
  title: string;
  render: (row: T) => ReactNode;
  /** Left out where the screen is narrow. */
  wide?: boolean;
  width?: number | string;
}

export interface Page<T> {
  items: T[];
  total: number;
}

interface Props<T> {
  /** What the table lists, for readers of the screen. */
  label: string;
  columns: Column<T>[];
  query: { data?: Page<T>; error: unknown; isFetching: boolean; refetch: () => unknown };
  rowKey: (row: T) => string;
  filters: Filters;
  setFilters: SetFilters;
  /** The rows of one page, as the server was asked for them. */
  pageSize: number;
  /** Label of the search field; no field without it. */
  search?: string;
  /** More filters, beside the search. */
  children?: ReactNode;
  /** What stands there if there is nothing at all. */
  empty: ReactNode;
}

/** A table that is paged and filtered by the server; page and filters are kept in the address. */
export function PageTable<T>(props: Props<T>) {
  const { query, columns, label, rowKey, filters, empty } = props;
  const { data, error, isFetching } = query;
  return (
    <Box>
      <TableFilters {...props} />
      {error ? (
        <ErrorNotice error={error} onRetry={() => void query.refetch()} />
      ) : data && data.items.length === 0 ? (
        isFiltered(filters) ? <NothingFound {...props} /> : empty
      ) : (
        <Table.ScrollContainer minWidth={0} aria-busy={isFetching}>
          <Table aria-label={label} verticalSpacing="sm" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                {columns.map((c) => (
                  <Table.Th key={c.key} w={c.width} visibleFrom={c.wide ? 'sm' : undefined}>
                    {c.title}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data ? data.items.map((row) => <Row key={rowKey(row)} row={row} columns={columns} />) : <Skeletons columns={columns} />}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <TablePages {...props} />
    </Box>
  );
}

function Row<T>({ row, columns }: { row: T; columns: Column<T>[] }) {
  return (
    <Table.Tr>
      {columns.map((c) => (
        <Table.Td key={c.key} visibleFrom={c.wide ? 'sm' : undefined} style={{ overflowWrap: 'anywhere' }}>
          {c.render(row)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}

function Skeletons<T>({ columns }: { columns: Column<T>[] }) {
  return [0, 1, 2, 3].map((n) => (
    <Table.Tr key={n}>
      {columns.map((c) => (
        <Table.Td key={c.key} visibleFrom={c.wide ? 'sm' : undefined}>
          <Skeleton height={20} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}

function TableFilters<T>({ search, children, filters, setFilters, query }: Props<T>) {
  if (!search && !children) return null;
  return (
    <Group mb="md" gap="sm" align="flex-end">
      {search && <SearchField label={search} value={filters.q ?? ''} onChange={(q) => setFilters({ q })} />}
      {children}
      {query.isFetching && query.data && <Loader size="xs" aria-hidden />}
    </Group>
  );
}

/** A search field that waits until the typing rests before it tells. */
export function SearchField({ label, value, onChange }: { label: string; value: string; onChange: (q: string) => void }) {
  const [text, setText] = useState(value);
  const tell = useDebouncedCallback(onChange, 250);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        tell(event.currentTarget.value);
      }}
    />
  );
}

function NothingFound<T>({ setFilters, filters }: Props<T>) {
  const c = useTexts(common);
  const cleared = Object.fromEntries(Object.keys(filters).map((key) => [key, undefined]));
  return (
    <EmptyState title={c('nothingFound')} hint={c('nothingFoundHint')}>
      <Button variant="default" onClick={() => setFilters(cleared)}>
        {c('clearFilters')}
      </Button>
    </EmptyState>
  );
}

function TablePages<T>({ query, filters, setFilters, pageSize }: Props<T>) {
  const c = useTexts(common);
  const total = query.data?.total ?? 0;
  if (total <= pageSize) return null;
  const page = filters.page ?? 1;
  const from = (page - 1) * pageSize + 1;
  return (
    <Group justify="space-between" mt="md">
      <Text size="sm" c="dimmed">
        {c('rows', { from, to: Math.min(total, from + pageSize - 1), n: total })}
      </Text>
      <Pagination
        aria-label={c('pages')}
        total={Math.ceil(total / pageSize)}
        value={page}
        onChange={(next) => setFilters({ page: next })}
        getControlProps={(control) => ({ 'aria-label': control === 'next' ? c('nextPage') : c('previousPage') })}
      />
    </Group>
  );
}

function isFiltered({ page: _page, ...filters }: Filters): boolean {
  return Object.values(filters).some(Boolean);
}
