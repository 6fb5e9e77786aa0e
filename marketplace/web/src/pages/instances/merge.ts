import type { Merged, MergePreview } from '../../api/hooks/changes';
import { differing, type Values } from '../../values/draft';

/** What an upgrade starts from: all parameters with the values they have now, and with those that the merge gives. */
export interface Sides {
  now: Values;
  then: Values;
  /** The target version's defaults. */
  defaults: Values;
}

/** Unfolds a preview, which holds only what differs from the defaults. Names are those of the version's own form. */
export function sidesOf({ parameters, current, values }: MergePreview, known: string[], elsewhere: string[]): Sides {
  const of = (pick: (m: Merged) => unknown) =>
    Object.fromEntries(parameters.map((m) => [m.parameter, pick(m)]).filter(([, value]) => value !== undefined));
  const defaults = only(of((m) => m.newDefault), (name) => known.includes(name));
  return {
    now: only({ ...of((m) => m.oldDefault), ...current }, (name) => !elsewhere.includes(name)),
    then: only({ ...defaults, ...values }, (name) => known.includes(name)),
    defaults,
  };
}

function only(values: Values, wanted: (name: string) => boolean): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => wanted(name)));
}

/** What is worth telling of a merge: all but what stays as it was, conflicts first. */
export function told(parameters: Merged[]): Merged[] {
  const rank = ['conflict', 'gone', 'new', 'default', 'yours'];
  return parameters.filter(({ kind }) => rank.includes(kind)).sort((a, b) => rank.indexOf(a.kind) - rank.indexOf(b.kind));
}

/** Says whether an update would change anything. */
export function changes(sides: Sides, values: Values, otherVersion: boolean): boolean {
  return otherVersion || Object.keys(differing(values, sides.now)).length + Object.keys(differing(sides.now, values)).length > 0;
}
