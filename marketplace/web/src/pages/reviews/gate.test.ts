import { expect, test } from 'vitest';
import type { Verification, Version } from '../../api/hooks/versions';
import { Problem } from '../../api/problem';
import { gapOf, wasFaster } from './gate';

const version = { package: { digest: 'sha256:a' } } as Version;
const verification = (state: string, digest = 'sha256:a') => ({ state, digest }) as Verification;

test.each([
  [undefined, 'overrideNone'],
  [verification('passed'), undefined],
  [verification('passed', 'sha256:b'), 'overrideOther'],
  [verification('failed'), 'overrideFailed'],
  [verification('queued'), 'overrideGoing'],
  [verification('running'), 'overrideGoing'],
  [verification('unjudged'), 'overrideUnjudged'],
  [verification('stopped'), 'overrideUnjudged'],
])('%j lacks %s', (given, want) => {
  expect(gapOf(version, given)).toBe(want);
});

test.each([
  [new Problem({ code: 'stale' }, 409), true],
  [new Problem({ code: 'not-reviewer' }, 409), true],
  [new Problem({ code: 'version-state' }, 409), true],
  [new Problem({ code: 'not-verified' }, 409), false],
  [new Problem({ code: 'own-version' }, 403), false],
  [new TypeError('fetch failed'), false],
])('%o: somebody else was faster is %s', (error, want) => {
  expect(wasFaster(error)).toBe(want);
});
