import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { fill, type Holes, type Language, type Messages } from './messages';

const kept = 'chandler.language';

export const languages: { value: Language; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'ko', label: '한국어' },
];

interface Choice {
  language: Language;
  setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<Choice>({ language: 'en', setLanguage: () => undefined });

/** The language chosen before, else the browser's if it is one of ours, else English. */
export function initialLanguage(): Language {
  const chosen = localStorage.getItem(kept) ?? navigator.language.slice(0, 2);
  return chosen === 'ko' ? 'ko' : 'en';
}

/** Gives the tree below it a language, keeps the choice in this browser and tells it to the page. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(kept, language);
  }, [language]);
  const choice = useMemo(() => ({ language, setLanguage }), [language]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export function useLanguage(): Choice {
  return use(LanguageContext);
}

type Values<S extends string> = [Holes<S>] extends [never] ? [] : [{ [H in Holes<S>]: string | number }];

/** Turns a key of one area's texts, and the values of its holes, into text. */
export type Translate<E extends Record<string, string>> = <K extends keyof E & string>(
  key: K,
  ...values: Values<E[K]>
) => string;

/** The texts of one area in the language that is chosen. */
export function useTexts<E extends Record<string, string>>(area: Messages<E>): Translate<E> {
  const { language } = useLanguage();
  return useMemo(() => translator(area, language), [area, language]);
}

export function translator<E extends Record<string, string>>(area: Messages<E>, language: Language): Translate<E> {
  return (key, ...values) => fill(area[language][key] ?? key, values[0] ?? {}, language);
}
