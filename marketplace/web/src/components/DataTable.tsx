import { Skeleton, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorNotice } from './ErrorNotice';

export interface Column<T> {
  key: string;
  /** A column of buttons has a title for readers of the screen only. */
  title: string;
  hiddenTitle?: boolean;
  render: (row: T) => ReactNode;
  /** Left out where the screen is narrow. */
  wide?: boolean;
  width?: number | string;
}

export interface Rows<T> {
  data?: T[];
  error: unknown;
  isFetching?: boolean;
  refetch: () => unknown;
}

interface Props<T> {
  /** What the table lists, for readers of the screen. */
  label: string;
  columns: Column<T>[];
  rows: Rows<T>;
  rowKey: (row: T) => string;
  /** What stands there if there is no row. */
  empty: ReactNode;
}

/** A table of rows that are being fetched, could not be, are none, or are there. */
export function DataTable<T>({ label, columns, rows, rowKey, empty }: Props<T>) {
  const { data, error, isFetching } = rows;
  if (error) return <ErrorNotice error={error} onRetry={() => void rows.refetch()} />;
  if (data?.length === 0) return empty;
  return (
    <Table.ScrollContainer minWidth={0} aria-busy={isFetching}>
      <Table aria-label={label} verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            {columns.map((c) => (
              <Table.Th key={c.key} w={c.width} visibleFrom={c.wide ? 'sm' : undefined}>
                {c.hiddenTitle ? <span className="reader-only">{c.title}</span> : c.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data
            ? data.map((row) => <Row key={rowKey(row)} columns={columns} cell={(c) => c.render(row)} />)
            : [0, 1, 2].map((n) => <Row key={n} columns={columns} cell={() => <Skeleton height={20} />} />)}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row<T>({ columns, cell }: { columns: Column<T>[]; cell: (column: Column<T>) => ReactNode }) {
  return (
    <Table.Tr>
      {columns.map((c) => (
        <Table.Td key={c.key} visibleFrom={c.wide ? 'sm' : undefined} style={{ overflowWrap: 'break-word' }}>
          {cell(c)}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
