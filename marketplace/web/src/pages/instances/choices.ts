import type { StoreVersion } from '../../api/hooks/store';
import type { Version } from '../../api/hooks/versions';

/** A version that can be installed. */
export interface Choice {
  id: string;
  number: string;
  /** Its state, if it is not in the store: then it is a test. */
  state?: string;
}

/**
 * The versions that may be installed, highest first: of members of the owning workspace all that they may test, of others
 * those of the store. The number of the highest one of the store is the latest; else that of the highest.
 */
export function choicesOf(own: Version[] | undefined, store: StoreVersion[] | undefined): { choices: Choice[]; latest?: string } {
  const released = store?.map(({ id }) => id) ?? [];
  const testable = own?.filter(({ id, allowed }) => released.includes(id) || allowed.includes('install'));
  const choices: Choice[] = testable
    ? testable.map(({ id, number, state }) => ({ id, number, state: released.includes(id) ? undefined : state }))
    : (store ?? []).map(({ id, number }) => ({ id, number }));
  return { choices, latest: choices.find(({ state }) => !state)?.id ?? choices[0]?.id };
}
