import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export type Language = 'en' | 'ko';

type Catalogue = Record<Language, Record<string, string>>;

const areas = join(import.meta.dirname, '../web/src/i18n/areas');

/** All texts of the web client, by area. */
async function catalogues(): Promise<Catalogue[]> {
  const files = readdirSync(areas).filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'));
  const modules = await Promise.all(files.map((f) => import(pathToFileURL(join(areas, f)).href)));
  return modules.flatMap((m) => Object.values(m)).filter((v): v is Catalogue => !!v && typeof v === 'object' && 'en' in v && 'ko' in v);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text as a pattern: a hole such as {name} stands for anything. */
const pattern = (text: string) => text.split(/\{[^}]*\}/).map(escaped).join('.*');

/**
 * What a text of the screen is in a language, given as it is in English. One text may be several in Korean, according to
 * its place: any of them will do. A text that the client does not have is an error, so that tests cannot look for what is
 * nowhere.
 */
export async function speak(language: Language): Promise<(english: string) => RegExp> {
  const all = await catalogues();
  return (english) => {
    const found = all.flatMap(({ en, ko }) => Object.entries(en).filter(([, text]) => text === english).map(([key, text]) => (language === 'en' ? text : ko[key]!)));
    if (found.length === 0) throw new Error(`the web client says "${english}" nowhere`);
    return new RegExp(`^(${[...new Set(found)].map(pattern).join('|')})$`);
  };
}
