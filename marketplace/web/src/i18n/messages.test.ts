import { expect, test } from 'vitest';
import { fill, type Messages } from './messages';

test.each([
  ['Hello {name}', { name: 'isv' }, 'Hello isv'],
  ['{n|version|versions}', { n: 1 }, '1 version'],
  ['{n|version|versions}', { n: 12000 }, '12,000 versions'],
  ['{n} of {all}', { n: 0, all: 2 }, '0 of 2'],
  ['Hello {name}', {}, 'Hello {name}'],
])('%s is filled', (text, values, want) => {
  expect(fill(text, values as Record<string, string | number>, 'en')).toBe(want);
});

test('Korean counts without a space', () => {
  expect(fill('앱 {n|개|개}', { n: 60 }, 'ko')).toBe('앱 60개');
});

const areas = import.meta.glob<Record<string, Messages<Record<string, string>>>>('./areas/*.ts', { eager: true });

const holes = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((m) => m[1]).sort();

test.each(Object.entries(areas))('both languages of %s have the same holes and no empty text', (_, area) => {
  for (const texts of Object.values(area)) {
    for (const [key, en] of Object.entries(texts.en)) {
      const ko = texts.ko[key] ?? '';
      expect(ko.trim(), key).not.toBe('');
      expect(holes(ko), key).toEqual(holes(en));
    }
  }
});

test.each(Object.entries(areas))('Korean of %s has no particle in two forms and no semicolon', (_, area) => {
  for (const texts of Object.values(area)) {
    for (const [key, ko] of Object.entries(texts.ko)) expect(ko, key).not.toMatch(/을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로|;/);
  }
});
