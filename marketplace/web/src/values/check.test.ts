import { expect, test } from 'vitest';
import { byParameter, check, marksOf, type Fault } from './check';
import { kept } from './draft';
import { parametersOf } from './parameters';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    replicas: { type: 'integer', minimum: 1, maximum: 5 },
    'persistence.size': { type: 'string', pattern: '^[0-9]+Gi$', maxLength: 6 },
    mode: { type: 'string', enum: ['a', 'b'] },
    tls: { type: 'boolean' },
    ratio: { type: 'number' },
    password: { type: 'string', pattern: '^[a-z]+$' },
  },
  required: ['name', 'replicas', 'password'],
};
const uiSchema = {
  'ui:order': ['name', 'replicas', 'password'],
  name: { 'ui:chandler': { kind: 'NAME' } },
  password: { 'ui:widget': 'password', 'ui:chandler': { kind: 'MASKED_FIELD' } },
};
const parameters = parametersOf(schema, uiSchema);

test('what names the instance is not among its parameters', () => {
  expect(parameters.order).toEqual(['replicas', 'password', 'persistence.size', 'mode', 'tls', 'ratio']);
  expect(parameters.schema.required).toEqual(['replicas', 'password']);
  expect(parameters.secret).toEqual(['password']);
});

const good = { replicas: 1, password: 'abc' };
const cases: [Record<string, unknown>, Record<string, Fault>][] = [
  [{}, {}],
  [{ replicas: undefined }, { replicas: { rule: 'missing' } }],
  [{ replicas: 0 }, { replicas: { rule: 'least', limit: 1 } }],
  [{ replicas: 6 }, { replicas: { rule: 'most', limit: 5 } }],
  [{ replicas: 1.5 }, { replicas: { rule: 'whole' } }],
  [{ replicas: '1' }, { replicas: { rule: 'whole' } }],
  [{ replicas: null }, { replicas: { rule: 'whole' } }],
  [{ 'persistence.size': '8G' }, { 'persistence.size': { rule: 'pattern' } }],
  [{ 'persistence.size': '12345Gi' }, { 'persistence.size': { rule: 'longest', limit: 6 } }],
  [{ mode: 'c' }, { mode: { rule: 'choice', choices: 'a, b' } }],
  [{ tls: 'true' }, { tls: { rule: 'truth' } }],
  [{ ratio: 'x' }, { ratio: { rule: 'number' } }],
  [{ password: kept }, {}],
  [{ password: 'A1' }, { password: { rule: 'pattern' } }],
  [{ name: 'x' }, { name: { rule: 'unknown' } }],
  [{ persistence: { size: '8Gi' } }, { persistence: { rule: 'unknown' } }],
];

test.each(cases)('values %j have the faults %j', (values, want) => {
  expect(check(parameters, { ...good, ...values })).toEqual(want);
});

test('faults stand at the lines of their parameters', () => {
  const marks = marksOf('a: 1\nb.c: 2\n', { 'b.c': 'too small', a: 'too big' });
  expect(marks.map(({ line, message }) => [line, message])).toEqual([
    [1, 'a: too big'],
    [2, 'b.c: too small'],
  ]);
});

test("the server's messages are found by parameter, dots and all", () => {
  expect(byParameter({ 'values.persistence.size': 'too small', name: 'taken', values: 'all wrong' })).toEqual({
    'persistence.size': 'too small',
  });
});
