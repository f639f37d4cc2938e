import type { ExitCode } from './exit-code.js';

/** What one error code says to a person, given its fields. Pure: the deterministic world builds messages too. */
export interface Wording<F> {
  /** One line, no trailing full stop needed, no stack, no secret. */
  readonly says: (fields: F) => string;
  /** The next step a person can take. */
  readonly hint?: (fields: F) => string;
  readonly exit: ExitCode;
}

/** Declares one entry of a message table and keeps the type of its fields. */
export function wording<F>(entry: Wording<F>): Wording<F> {
  return entry;
}
