import { expect, test } from 'vitest';
import { relative } from './RelativeTime';

const now = new Date('2026-11-21T12:00:00Z');

test.each([
  ['2026-11-21T11:59:30Z', 'now', '지금'],
  ['2026-11-21T11:57:00Z', '3 minutes ago', '3분 전'],
  ['2026-11-20T11:00:00Z', 'yesterday', '어제'],
  ['2026-11-21T14:00:00Z', 'in 2 hours', '2시간 후'],
  ['2024-01-01T00:00:00Z', '2 years ago', '2년 전'],
])('%s is %s', (time, en, ko) => {
  expect(relative(new Date(time), now, 'en')).toBe(en);
  expect(relative(new Date(time), now, 'ko')).toBe(ko);
});
