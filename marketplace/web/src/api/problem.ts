/** What the server says of a request it refused or failed: RFC 9457 problem+json, with a stable code. */
export interface ProblemBody {
  title?: string;
  status?: number;
  detail?: string;
  code?: string;
  /** If the server itself failed: what its log calls the request. */
  request?: string;
  hint?: string;
  errors?: { field?: string; message?: string; hint?: string }[] | null;
}

/** What happened, and what to do about it. */
function withHint(message: string, hint?: string): string {
  return hint ? `${message}: ${hint}` : message;
}

/** An answer of the server that is a problem. Its body is for people; its code is for programs. */
export class Problem extends Error {
  constructor(
    readonly body: ProblemBody,
    readonly status: number,
  ) {
    super(withHint(body.detail ?? body.title ?? `HTTP ${status}`, body.hint));
    this.name = 'Problem';
  }

  get code(): string {
    return this.body.code ?? '';
  }

  /** Messages by the name of the field they are of: "body.name" is name. Those of no field are under ''. */
  byField(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const { message = '', hint, field: path = '' } of this.body.errors ?? []) {
      const field = path.replace(/^(body|query|path|header)\.?/, '');
      const text = withHint(message, hint);
      found[field] = found[field] ? `${found[field]}\n${text}` : text;
    }
    return found;
  }
}

/** Says whether the error is a problem of that status. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof Problem && error.status === status;
}

/** The messages of an error by field, for the inputs of a form to show. */
export function fieldErrors(error: unknown): Record<string, string | undefined> {
  return error instanceof Problem ? error.byField() : {};
}
