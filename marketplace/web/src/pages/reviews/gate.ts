import type { Verification, Version } from '../../api/hooks/versions';
import { Problem } from '../../api/problem';

/** Why a version needs a reason to pass: it has no verification that proves that its package works. */
export type Gap = 'overrideNone' | 'overrideGoing' | 'overrideFailed' | 'overrideUnjudged' | 'overrideOther';

/** What is missing for a version to pass without a reason; undefined if nothing is. */
export function gapOf(version: Version, verification: Verification | undefined): Gap | undefined {
  if (!verification) return 'overrideNone';
  if (verification.digest !== version.package.digest) return 'overrideOther';
  switch (verification.state) {
    case 'passed':
      return undefined;
    case 'failed':
      return 'overrideFailed';
    case 'queued':
    case 'running':
      return 'overrideGoing';
    default:
      return 'overrideUnjudged';
  }
}

/** Says whether a request was refused because somebody else changed the version first. */
export function wasFaster(error: unknown): boolean {
  return error instanceof Problem && error.status === 409 && ['stale', 'not-reviewer', 'version-state'].includes(error.code);
}
