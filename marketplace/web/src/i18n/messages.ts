export type Language = 'en' | 'ko';

/** Texts of one area in both languages, under the same keys. */
export interface Messages<E extends Record<string, string>> {
  en: E;
  ko: { [K in keyof E]: string };
}

/** The names of the holes in a text: "Version {number} of {n|app|apps}" has number and n. */
export type Holes<S extends string> = S extends `${string}{${infer Hole}}${infer Rest}`
  ? (Hole extends `${infer Name}|${string}` ? Name : Hole) | Holes<Rest>
  : never;

/**
 * Declares the texts of one area: `messages({ greet: 'Hello {name}' }, { greet: '{name} 님' })`.
 * `{name}` is replaced by a value; `{n|version|versions}` by the number and the word that fits it.
 */
export function messages<const E extends Record<string, string>>(en: E, ko: { [K in keyof E]: string }): Messages<E> {
  return { en, ko };
}

const numbers: Record<Language, Intl.NumberFormat> = {
  en: new Intl.NumberFormat('en'),
  ko: new Intl.NumberFormat('ko'),
};

/** Fills the holes of a text. A value that is missing leaves its hole, so that it is seen. */
export function fill(text: string, values: Record<string, string | number>, language: Language): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (hole, name: string, one?: string, other?: string) => {
    const value = values[name];
    if (value === undefined) return hole;
    const shown = typeof value === 'number' ? numbers[language].format(value) : value;
    if (one === undefined) return shown;
    const word = value === 1 ? one : other;
    return language === 'ko' ? `${shown}${word}` : `${shown} ${word}`;
  });
}
