import type { Report, Step, StepVerdict } from '../api/report';

/** A step as it is shown: one that is still to come is awaited. */
export interface ShownStep extends Omit<Step, 'verdict'> {
  verdict: StepVerdict | 'AWAITED';
}

/** The steps of every verification, in their order. */
const usual = ['lint', 'package', 'provision', 'install', 'test', 'remove'];

/** The steps of a report and, while its run goes on, those still to come, of which the first is running. */
export function shownSteps(report: Report | undefined, going: boolean): ShownStep[] {
  const there: ShownStep[] = report?.steps ?? [];
  if (!going) return there;
  const last = Math.max(-1, ...there.map(({ name }) => usual.indexOf(name)));
  const started = there.some(({ verdict }) => verdict === '');
  const left = usual.slice(last + 1).map((name, n): ShownStep => ({ name, verdict: n === 0 && !started ? '' : 'AWAITED', seconds: 0 }));
  return [...there, ...left];
}

/** What a run waits for, without the stage that the engine names first: "wait: Pod/web: it runs" is "Pod/web: it runs". */
export function awaited(doing: string): string {
  return doing.replace(/^[a-z]+: /, '');
}
