import type { LonghaulError } from '../../config/errors.js';
import { totalsOf } from '../../workflows/run-result.js';
import type { RunError, RunResult } from '../../workflows/run-result.js';
import { emptyState } from '../../workflows/state.js';

/** The result document of a run that has none of its own: refused before it started, or ended by force. */
export type Substitute = Omit<RunResult, 'run' | 'status'> & {
  readonly run: string | null;
  readonly status: 'rejected' | 'stopped' | 'failed';
  readonly error: RunError & { readonly hint?: string };
};

/** Of a run that was refused before it started, and so has no id. */
export function rejectionOf(refused: LonghaulError): Substitute {
  return substitute(null, 'rejected', 'Rejected', refused);
}

/** Of a run that was ended by force: what it had is not in its record. Null for an error that says something else. */
export function terminationOf(run: string, error: LonghaulError): Substitute | null {
  switch (error.code) {
    case 'RUN_TERMINATED':
      return substitute(run, 'stopped', 'Terminated', error);
    case 'WORKFLOW_TASK_FAILING':
      return substitute(run, 'failed', 'WorkflowTaskFailing', error);
    default:
      return null;
  }
}

function substitute(run: string | null, status: Substitute['status'], name: string, error: LonghaulError): Substitute {
  const { code, message, hint } = error;
  return {
    run,
    status,
    error: { code, name, message, ...placeIn(error.fields), ...(hint !== undefined && { hint }) },
    failures: [],
    worktrees: [],
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
