import { expect, test } from 'vitest';
import { isName, proposeName } from './naming';

test.each([
  ['Redis', 'redis-bbbbb'],
  ['My App (beta)', 'my-app-beta-bbbbb'],
  ['3 little pigs', 'little-pigs-bbbbb'],
  ['레디스', 'app-bbbbb'],
  ['-', 'app-bbbbb'],
  ['an app with a very long name indeed', 'an-app-with-a-very-long-bbbbb'],
])('an instance of %s is called %s', (app, want) => {
  expect(proposeName(app, () => 0)).toBe(want);
  expect(isName(proposeName(app))).toBe(true);
});

test.each(['', 'Redis', '-a', 'a-', '1a', 'a.b', 'a'.repeat(55)])('%j is no name', (name) => {
  expect(isName(name)).toBe(false);
});
