/** A parameter's rules: the words of JSON Schema that the store's forms are made of. */
export interface Parameter {
  type?: 'string' | 'integer' | 'number' | 'boolean';
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  pattern?: string;
}

/** The schema of a version's values: an object with one level. Names may have dots, which mean nothing here. */
export interface Schema {
  type: 'object';
  properties: Record<string, Parameter>;
  required?: string[];
  additionalProperties?: boolean;
}

interface Look {
  'ui:widget'?: string;
  'ui:chandler'?: { kind?: string };
}

export type Looks = Record<string, unknown>;

/** Parameters that are asked for elsewhere, or that the store fills in. */
const fixed = ['NAME', 'NAMESPACE', 'REPORTING_SECRET'];
const secretKinds = ['MASKED_FIELD', 'GENERATED_PASSWORD', 'TLS_CERTIFICATE'];

export interface Parameters {
  schema: Schema;
  looks: Looks;
  /** Names in the order of the form. */
  order: string[];
  /** Names of those that are asked for elsewhere, or that the store fills in. */
  elsewhere: string[];
  /** Names of those whose values are never shown. */
  secret: string[];
}

/** The parameters of a version that its user sets: those that name it and its place are not among them. */
export function parametersOf(schema: unknown, uiSchema: unknown, secret: string[] = []): Parameters {
  const { properties = {}, required = [], ...rest } = (schema ?? {}) as Partial<Schema>;
  const looks = (uiSchema ?? {}) as Looks;
  const look = (name: string) => (looks[name] ?? {}) as Look;
  const kind = (name: string) => look(name)['ui:chandler']?.kind ?? '';
  const names = Object.keys(properties).filter((name) => !fixed.includes(kind(name)));
  const listed = ((looks['ui:order'] ?? []) as string[]).filter((name) => names.includes(name));
  const order = [...listed, ...names.filter((name) => !listed.includes(name))];
  const masked = names.filter((name) => look(name)['ui:widget'] === 'password' || secretKinds.includes(kind(name)));
  return {
    schema: {
      ...rest,
      type: 'object',
      properties: Object.fromEntries(order.map((name) => [name, properties[name] ?? {}])),
      required: required.filter((name) => names.includes(name)),
    },
    looks: { ...looks, 'ui:order': order },
    order,
    elsewhere: Object.keys(properties).filter((name) => !names.includes(name)),
    secret: [...new Set([...masked, ...secret])],
  };
}
