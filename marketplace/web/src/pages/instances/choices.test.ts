import { expect, test } from 'vitest';
import type { StoreVersion } from '../../api/hooks/store';
import type { Version } from '../../api/hooks/versions';
import { choicesOf } from './choices';

const own = (id: string, state: string, allowed: string[]) => ({ id, number: id, state, allowed }) as Version;
const released = (id: string) => ({ id, number: id }) as StoreVersion;

test('members choose among what is released and what they may test, and the latest is the released one', () => {
  const versions = [own('3', 'draft', ['install', 'submit']), own('2', 'active', []), own('1', 'suspended', [])];
  expect(choicesOf(versions, [released('2')])).toEqual({
    choices: [{ id: '3', number: '3', state: 'draft' }, { id: '2', number: '2', state: undefined }],
    latest: '2',
  });
});

test('others choose among what the store shows', () => {
  expect(choicesOf(undefined, [released('2'), released('1')]).choices.map(({ id }) => id)).toEqual(['2', '1']);
});

test('of an app that was never released the highest version is the latest', () => {
  expect(choicesOf([own('2', 'draft', ['install']), own('1', 'draft', ['install'])], undefined).latest).toBe('2');
});

test('nothing can be nothing', () => {
  expect(choicesOf([], undefined)).toEqual({ choices: [], latest: undefined });
});
