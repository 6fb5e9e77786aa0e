import { Validator, type Schema as AnySchema } from '@cfworker/json-schema';
import { kept, placeOf, type Mark, type Values } from './draft';
import type { Parameter, Parameters } from './parameters';

/** Which rule a value breaks, and what the rule says. */
export type Fault =
  | { rule: 'missing' | 'unknown' | 'whole' | 'number' | 'text' | 'truth' | 'pattern' | 'other' }
  | { rule: 'least' | 'most' | 'longest'; limit: number }
  | { rule: 'choice'; choices: string };

/** What is wrong with values, by parameter. Secrets that are as they were are not looked at. */
export function check({ schema, secret }: Parameters, values: Values): Record<string, Fault> {
  const given = Object.fromEntries(
    Object.entries(values).filter(([name, value]) => value !== undefined && !(secret.includes(name) && value === kept)),
  );
  const faults: Record<string, Fault> = {};
  for (const name of schema.required ?? []) if (values[name] === undefined) faults[name] = { rule: 'missing' };
  for (const [name, value] of Object.entries(given)) {
    const parameter = schema.properties[name];
    const fault = parameter ? faultOf(parameter, value) : ({ rule: 'unknown' } as const);
    if (fault) faults[name] = fault;
  }
  return faults;
}

const types: Record<string, 'whole' | 'number' | 'text' | 'truth'> = {
  integer: 'whole',
  number: 'number',
  string: 'text',
  boolean: 'truth',
};

function faultOf(parameter: Parameter, value: unknown): Fault | undefined {
  const { errors } = new Validator(parameter as AnySchema, '2020-12', false).validate(value);
  const broken = errors.map((e) => e.keyword);
  if (broken.includes('type')) return { rule: types[parameter.type ?? ''] ?? 'other' };
  if (broken.includes('enum')) return { rule: 'choice', choices: (parameter.enum ?? []).join(', ') };
  if (broken.includes('minimum')) return { rule: 'least', limit: parameter.minimum ?? 0 };
  if (broken.includes('maximum')) return { rule: 'most', limit: parameter.maximum ?? 0 };
  if (broken.includes('maxLength')) return { rule: 'longest', limit: parameter.maxLength ?? 0 };
  if (broken.includes('pattern')) return { rule: 'pattern' };
  return broken.length > 0 ? { rule: 'other' } : undefined;
}

/** The faults as places in the text, each at the name of its parameter. */
export function marksOf(text: string, messages: Record<string, string>): Mark[] {
  const marks = Object.entries(messages).map(([name, message]) => ({ ...placeOf(text, name), message: `${name}: ${message}` }));
  return marks.sort((a, b) => a.from - b.from);
}

/** The server's messages by parameter: "values.replicas" and "values/replicas" are of replicas. */
export function byParameter(fields: Record<string, string | undefined>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, message] of Object.entries(fields)) {
    const name = /^values[./](.+)$/.exec(field)?.[1];
    if (name && message) found[name] = message;
  }
  return found;
}
