import { expect, test } from 'vitest';
import { parseFilters } from './useFilters';

test.each([
  [{ q: 'redis', page: 3 }, { q: 'redis', page: 3 }],
  [{ q: '', page: 1 }, {}],
  [{ page: '2', state: 'active' }, { page: 2, state: 'active' }],
  [{ page: -4, q: 7, other: { a: 1 } }, { q: '7' }],
  [{ page: 'x' }, {}],
])('the address %o holds the filters %o', (search, want) => {
  expect(parseFilters(search)).toEqual(want);
});
