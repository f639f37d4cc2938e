import type { LonghaulError } from '../config/errors.js';
import { totalsOf } from '../workflows/run-result.js';
import type { RunError, RunResult } from '../workflows/run-result.js';
import { emptyState } from '../workflows/state.js';

/** The result document of a run that was refused before it started, and so has no id. */
export type Rejection = Omit<RunResult, 'run' | 'status'> & {
  readonly run: null;
  readonly status: 'rejected';
  readonly error: RunError & { readonly hint?: string };
};

export function rejectionOf(refused: LonghaulError): Rejection {
  const { code, message, hint } = refused;
  return {
    run: null,
    status: 'rejected',
    error: { code, name: 'Rejected', message, ...placeIn(refused.fields), ...(hint !== undefined && { hint }) },
    failures: [],
    totals: totalsOf(emptyState(), 0),
    warnings: [],
    phases: [],
  };
}

/** Refusals of scripts name their place in the file. */
function placeIn(fields: unknown): Pick<RunError, 'line' | 'column'> {
  const { line, column } = (fields ?? {}) as { line?: number; column?: number };
  return { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
}
