/** The report of a run of the verifier, as far as pages show it: package verifier/report writes it. */
export interface Report {
  verdict: string;
  seconds: number;
  failedAt?: string;
  reason?: string;
  cluster?: { name: string; about?: string };
  steps?: Step[];
}

export type StepVerdict = 'PASSED' | 'FAILED' | 'SKIPPED' | '';

export interface Step {
  name: string;
  /** Empty while the step runs. */
  verdict: StepVerdict;
  seconds: number;
  reason?: string;
  summary?: string;
  notes?: string[];
  failure?: Failure;
  problems?: Problem[];
}

/** What failed, what made it fail, and the evidence. */
export interface Failure {
  object?: Ref;
  culprit?: Ref;
  container?: string;
  exitCode?: number;
  reason?: string;
  message: string;
  log?: string[];
  hint?: string;
}

export interface Ref {
  kind: string;
  name: string;
}

/** What the lint step found in a file of the package. */
export interface Problem {
  code: string;
  severity: string;
  file?: string;
  line?: number;
  message: string;
  hint?: string;
}

/** The report in a document of the API, which does not describe it; undefined if there is none yet. */
export function asReport(document: unknown): Report | undefined {
  return document && typeof document === 'object' && 'steps' in document ? (document as Report) : undefined;
}

/** What the cluster of a report is called; undefined while it is not known yet. */
export function clusterOf(report: Report | undefined): string | undefined {
  return report?.cluster?.about || report?.cluster?.name || undefined;
}

export function refText({ kind, name }: Ref): string {
  return `${kind}/${name}`;
}
