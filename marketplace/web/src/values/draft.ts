import { isMap, isScalar, parseDocument, Document, LineCounter } from 'yaml';

export type Values = Record<string, unknown>;

/** What the server sends instead of a secret value. Sent back, it means: as it was. */
export const kept = '(kept)';

/** What stands in the text for a secret that was typed into the form. */
export const hidden = '(hidden)';

/**
 * Values while they are edited. The text is the one truth, which the form and the YAML editor share, so that comments,
 * order and what cannot be read yet survive a change of sides. Secrets typed into the form are kept beside it.
 */
export interface Draft {
  text: string;
  secrets: Values;
}

/** A place in the text and what is wrong there. Offsets count UTF-16 units from 0, lines from 1. */
export interface Mark {
  from: number;
  to: number;
  line: number;
  message: string;
}

/** Faults of a text that is no map of parameters; other faults come as the YAML library says them. */
export type Fault = 'notMap' | 'notName' | 'notPlain';

/** A draft that starts with these values, in that order; those that are not named follow by name. */
export function begin(values: Values, order: string[] = []): Draft {
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = Object.keys(values).sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  const sorted = Object.fromEntries(names.filter((n) => values[n] !== undefined).map((n) => [n, values[n]]));
  return { text: write(new Document(sorted)), secrets: {} };
}

/** The values of a draft, or where its text is wrong. */
export function read(draft: Draft, words: (fault: Fault) => string): { values?: Values; marks: Mark[] } {
  const lines = new LineCounter();
  const doc = parseDocument(draft.text, { lineCounter: lines, prettyErrors: false });
  const mark = ([from, to]: readonly [number, number], message: string): Mark => ({
    from,
    to,
    line: lines.linePos(from).line,
    message,
  });
  if (doc.errors.length > 0) return { marks: doc.errors.map((e) => mark(e.pos, e.message)) };
  if (doc.contents === null) return { values: {}, marks: [] };
  const whole = [0, draft.text.length] as const;
  if (!isMap(doc.contents)) return { marks: [mark(whole, words('notMap'))] };
  const odd = doc.contents.items.find(({ key }) => !isScalar(key) || typeof key.value !== 'string');
  if (odd) return { marks: [mark(rangeOf(odd.key) ?? whole, words('notName'))] };
  try {
    const values = doc.toJS() as Values;
    return { values: { ...values, ...revealed(values, draft.secrets) }, marks: [] };
  } catch {
    return { marks: [mark(whole, words('notPlain'))] }; // more aliases than the library unfolds
  }
}

/** The draft after the form changed to these values: only what differs is touched in the text. */
export function apply(draft: Draft, values: Values, secret: string[]): Draft {
  const doc = parseDocument(draft.text);
  if (doc.contents === null) doc.contents = doc.createNode({}) as never;
  const before = (doc.toJS() ?? {}) as Values;
  const secrets = { ...draft.secrets };
  for (const name of new Set([...Object.keys(before), ...Object.keys(values)])) {
    const value = values[name];
    if (secret.includes(name) && isTyped(value)) secrets[name] = value;
    const shown = secret.includes(name) && isTyped(value) ? hidden : value;
    if (same(before[name], shown)) continue;
    if (shown === undefined) doc.delete(name);
    else doc.set(name, shown);
  }
  return { text: write(doc), secrets };
}

/** Where in the text a parameter is named; the whole text if it is not. */
export function placeOf(text: string, name: string): Omit<Mark, 'message'> {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines });
  const pair = isMap(contents) ? contents.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
  const [from, to] = rangeOf(pair?.key) ?? [0, 0];
  return { from, to, line: lines.linePos(from).line };
}

function isTyped(value: unknown): boolean {
  return value !== undefined && value !== '' && value !== kept;
}

function revealed(values: Values, secrets: Values): Values {
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => values[name] === hidden));
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as { range?: [number, number, number] | null } | null | undefined)?.range;
  return range ? [range[0], range[1]] : undefined;
}

// An empty map would be written as {}, which is nothing to begin a line after.
function write(doc: Document): string {
  const empty = isMap(doc.contents) && doc.contents.items.length === 0 && !doc.commentBefore && !doc.comment;
  return empty ? '' : doc.toString({ lineWidth: 0 });
}

export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** The values that differ from the defaults: all that the server needs to be told. */
export function differing(values: Values, defaults: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && !same(value, defaults[name])));
}
