import { expect, test } from 'vitest';
import type { MergePreview } from '../../api/hooks/changes';
import { changes, sidesOf, told } from './merge';

const preview = {
  from: '11.3.4',
  to: '12.0.0',
  current: { replicas: 2, old: 'x', password: '(kept)' },
  values: { replicas: 2, password: '(kept)' },
  parameters: [
    { parameter: 'name', kind: 'same', oldDefault: 'redis', newDefault: 'redis' },
    { parameter: 'added', kind: 'new', newDefault: 'n', value: 'n' },
    { parameter: 'old', kind: 'gone', oldDefault: 'o', yours: 'x' },
    { parameter: 'password', kind: 'yours', yours: '(kept)', value: '(kept)' },
    { parameter: 'replicas', kind: 'conflict', oldDefault: 1, yours: 2, newDefault: 3, value: 2 },
    { parameter: 'size', kind: 'default', oldDefault: '8Gi', newDefault: '9Gi', value: '9Gi' },
    { parameter: 'mode', kind: 'same', oldDefault: 'a', newDefault: 'a', value: 'a' },
  ],
  schema: {},
  uiSchema: {},
} as MergePreview;

const known = ['added', 'password', 'replicas', 'size', 'mode'];
const sides = sidesOf(preview, known, ['name']);

test('both sides have every parameter of their version', () => {
  expect(sides.now).toEqual({ old: 'x', password: '(kept)', replicas: 2, size: '8Gi', mode: 'a' });
  expect(sides.then).toEqual({ added: 'n', password: '(kept)', replicas: 2, size: '9Gi', mode: 'a' });
  expect(sides.defaults).toEqual({ added: 'n', replicas: 3, size: '9Gi', mode: 'a' });
});

test('what stays as it was is not told, and conflicts come first', () => {
  expect(told(preview.parameters).map(({ parameter }) => parameter)).toEqual(['replicas', 'old', 'added', 'size', 'password']);
});

test('another version is a change, and so is another value, one more or one less', () => {
  const same = { ...sides, now: { a: 1 } };
  expect(changes(same, { a: 1 }, false)).toBe(false);
  expect(changes(same, { a: 1 }, true)).toBe(true);
  expect(changes(same, { a: 2 }, false)).toBe(true);
  expect(changes(same, {}, false)).toBe(true);
  expect(changes(same, { a: 1, b: '' }, false)).toBe(true);
});
