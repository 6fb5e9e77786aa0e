import type { Failure } from './report';

/** What came of a revision of an instance, as far as pages show it: the engine writes it. */
export interface Outcome {
  failure?: Failure;
  notes?: string[];
}

/** The outcome in a document of the API, which does not describe it; undefined if there is none. */
export function asOutcome(document: unknown): Outcome | undefined {
  if (!document || typeof document !== 'object') return undefined;
  const { failure, steps, notes } = document as Outcome & { steps?: { failure?: Failure }[] };
  return { failure: failure ?? steps?.find((step) => step.failure)?.failure, notes: notes ?? undefined };
}
