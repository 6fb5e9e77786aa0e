import { Box, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Page } from '../api/client';
import { common } from '../i18n/areas/common';
import { useTexts } from '../i18n/language';
import { DataTable, type Column } from './DataTable';
import { EmptyState } from './EmptyState';
import { Pages } from './Pages';
import { SearchField } from './SearchField';
import { filtered, type Filters, type SetFilters } from './useFilters';

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
export function PageTable<T>({ label, columns, query, rowKey, filters, setFilters, pageSize, search, children, empty }: Props<T>) {
  return (
    <Box>
      {(search || children) && (
        <Group className="filters" mb="md" gap="sm" align="flex-end">
          {search && <SearchField label={search} value={filters.q ?? ''} onChange={(q) => setFilters({ q })} />}
          {children}
        </Group>
      )}
      <DataTable
        label={label}
        columns={columns}
        rows={{ ...query, data: query.data?.items }}
        rowKey={rowKey}
        empty={filtered(filters) ? <NothingFound filters={filters} setFilters={setFilters} /> : empty}
      />
      <Pages total={query.data?.total ?? 0} pageSize={pageSize} page={filters.page ?? 1} onChange={(page) => setFilters({ page })} />
    </Box>
  );
}

/** What stands there if the filters leave nothing, and the way to be rid of them. */
export function NothingFound({ filters, setFilters }: { filters: Filters; setFilters: SetFilters }) {
  const c = useTexts(common);
  const cleared = Object.fromEntries(Object.keys(filters).map((name) => [name, undefined]));
  return (
    <EmptyState title={c('nothingFound')} hint={c('nothingFoundHint')}>
      <Button variant="default" onClick={() => setFilters(cleared)}>
        {c('clearFilters')}
      </Button>
    </EmptyState>
  );
}
