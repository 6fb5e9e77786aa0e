import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** The filters of a list, as they stand in the address. */
export interface Filters {
  q?: string;
  /** The first page is 1. */
  page?: number;
  [name: string]: string | number | undefined;
}

export type SetFilters = (change: Filters) => void;

/** Takes the filters out of an address. What is no word and no number is left out. */
export function parseFilters(search: Record<string, unknown>): Filters {
  const filters: Filters = {};
  for (const [name, value] of Object.entries(search)) {
    if (name !== 'page' && (typeof value === 'string' || typeof value === 'number') && value !== '') filters[name] = String(value);
  }
  const page = Number(search.page);
  if (Number.isInteger(page) && page > 1) filters.page = page;
  return filters;
}

/** The filters in the address, and how to change some of them: another filter starts at the first page again. */
export function useFilters(): [Filters, SetFilters] {
  const filters = useSearch({ strict: false }) as Filters;
  const navigate = useNavigate();
  const setFilters = useCallback(
    (change: Filters) => {
      const to = (old: Record<string, unknown>) => parseFilters({ ...old, page: undefined, ...change });
      void navigate({ to: '.', search: to as never, replace: true });
    },
    [navigate],
  );
  return [filters, setFilters];
}

/** Says whether something is filtered: the page alone is no filter. */
export function filtered({ page: _page, ...filters }: Filters): boolean {
  return Object.values(filters).some(Boolean);
}
