import { expect, test } from 'vitest';
import { apply, begin, differing, hidden, kept, placeOf, read } from './draft';

const words = (fault: string) => fault;
const valuesOf = (text: string, secrets = {}) => read({ text, secrets }, words).values;

test('values come in the order of the form and read back the same', () => {
  const values = { replicas: 3, 'persistence.size': '8Gi', name: 'redis', on: true, version: '1.10', empty: '' };
  const draft = begin(values, ['name', 'replicas']);
  expect(draft.text.split('\n').slice(0, 3)).toEqual(['name: redis', 'replicas: 3', 'empty: ""']);
  expect(valuesOf(draft.text)).toEqual(values);
});

test.each(['yes', '0755', '1e3', 'null', '~', ' padded', 'a: b', '# not a comment', 'line\nline', '12:30', '2026-01-01'])(
  'the text %j stays a text',
  (value) => {
    expect(valuesOf(begin({ value }).text)).toEqual({ value });
    expect(valuesOf(apply(begin({ value: 1 }), { value }, []).text)).toEqual({ value });
  },
);

test('a change in the form touches its line only', () => {
  const text = '# for the test\nreplicas: 3 # odd, for a quorum\n\npersistence.size: 8Gi\nmode: "a"\n';
  const draft = apply({ text, secrets: {} }, { replicas: 5, 'persistence.size': '8Gi', mode: 'a' }, []);
  expect(draft.text).toBe(text.replace('replicas: 3', 'replicas: 5'));
});

test('a value that the form empties leaves the text, one that it gives joins it', () => {
  const draft = apply({ text: 'a: 1\nb: 2\n', secrets: {} }, { a: undefined, b: 2, c: 'x' }, []);
  expect(draft.text).toBe('b: 2\nc: x\n');
});

test('an empty text can be filled from the form, and a form emptied leaves an empty text', () => {
  const draft = apply({ text: '', secrets: {} }, { a: 1 }, []);
  expect(draft.text).toBe('a: 1\n');
  expect(apply(draft, {}, []).text).toBe('');
});

test('a secret typed into the form is not in the text, and is there when it is read', () => {
  const draft = apply(begin({ user: 'app' }), { user: 'app', password: 'canary' }, ['password']);
  expect(draft.text).not.toContain('canary');
  expect(draft.text).toContain(`password: ${hidden}`);
  expect(read(draft, words).values).toEqual({ user: 'app', password: 'canary' });
});

test('a secret that is kept stays so until another one is typed, in the form or in the text', () => {
  const draft = begin({ password: kept });
  expect(read(draft, words).values).toEqual({ password: kept });
  expect(read(apply(draft, { password: kept }, ['password']), words).values).toEqual({ password: kept });
  expect(read({ text: 'password: new\n', secrets: { password: 'old' } }, words).values).toEqual({ password: 'new' });
});

test.each([
  ['a: 1\nb: [1,\n', 3],
  ['a: 1\na: 2\n', 2],
  ['a: 1\n\tb: 2\n', 2],
  ['- a\n- b\n', 1],
  ['a: 1\n3: b\n', 2],
])('%j is wrong at its line', (text, line) => {
  const { values, marks } = read({ text, secrets: {} }, words);
  expect(values).toBeUndefined();
  expect(marks[0]?.line).toBe(line);
  expect(marks[0]?.message).not.toBe('');
});

test('a bomb of aliases is refused', () => {
  const steps = Array.from({ length: 9 }, (_, n) => `k${n + 1}: &k${n + 1} [${Array(9).fill(`*k${n}`).join(',')}]`);
  const { values, marks } = read({ text: ['k0: &k0 [x]', ...steps].join('\n'), secrets: {} }, words);
  expect(values).toBeUndefined();
  expect(marks).toHaveLength(1);
});

test('a parameter is found by its name, dots and all', () => {
  expect(placeOf('a: 1\nb.c: 2\n', 'b.c')).toEqual({ from: 5, to: 8, line: 2 });
  expect(placeOf('a: 1\n', 'gone').line).toBe(1);
});

test('only what differs from the defaults is sent', () => {
  expect(differing({ a: 1, b: 'x', c: '', p: kept }, { a: 1, b: 'y', c: 'z' })).toEqual({ b: 'x', c: '', p: kept });
});
