/** A parameter of a package, as a line of a table. */
export interface Parameter {
  name: string;
  type: string;
  about: string;
  default: string;
  required: boolean;
}

interface Property {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
}

/** The parameters in a JSON Schema of an object, with the defaults that the server resolved. */
export function parameters(schema: unknown, defaults: Record<string, unknown> = {}): Parameter[] {
  const { properties = {}, required = [] } = (schema ?? {}) as { properties?: Record<string, Property>; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: [property.enum ? property.enum.join(' | ') : (property.type ?? 'string')].flat().join(', '),
    about: [property.title, property.description].filter((text) => text && text !== name).join(': '),
    default: word(defaults[name] ?? property.default),
    required: required.includes(name),
  }));
}

function word(value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
