import { type ErrorCode, type ErrorFields, MESSAGES, type Wording } from './messages.js';

/**
 * An error a person can meet and act on: data first, words last.
 *
 * The message, the hint (the next step) and the exit code all come from the one table in `messages.ts`.
 * Anything thrown that is not a LonghaulError is a bug of ours and is shown with its stack.
 */
export class LonghaulError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly fields: ErrorFields<C>;

  constructor(code: C, fields: ErrorFields<C>, options?: { readonly cause?: unknown }) {
    super(wording(code).says(fields), options);
    this.name = 'LonghaulError';
    this.code = code;
    this.fields = fields;
  }

  /** The next step, in one sentence; undefined where the message already says it. */
  get hint(): string | undefined {
    return wording(this.code).hint?.(this.fields);
  }

  get exitCode(): number {
    return wording(this.code).exit;
  }
}

export function isLonghaulError(error: unknown): error is LonghaulError {
  return error instanceof Error && error.name === 'LonghaulError' && 'code' in error;
}

function wording<C extends ErrorCode>(code: C): Wording<ErrorFields<C>> {
  return MESSAGES[code] as unknown as Wording<ErrorFields<C>>;
}
