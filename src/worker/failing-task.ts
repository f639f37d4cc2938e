import type { temporal } from '@temporalio/proto';
import { STORAGE_FAILURE } from './worker-payloads.js';

/** A workflow task that the server hands out again and again, since no attempt came through. */
export interface FailingTask {
  /** The one under way included. */
  readonly attempt: number;
  /** Milliseconds since the first failure without a success after it. */
  readonly failingForMs: number;
  /** Of the attempts the server tells of, as protobuf names them without the common prefix: `NON_DETERMINISTIC_ERROR`. */
  readonly causes: readonly string[];
  /** What the worker reported; null for a task that timed out. */
  readonly failure: temporal.api.failure.v1.IFailure | null;
}

/** A run is left alone until both are reached. */
export interface Patience {
  readonly attempts: number;
  readonly ms: number;
}

/**
 * Whether the run is lost: tried often and long enough, and failing in a way that neither an older build nor a person
 * who brings storage back can mend. When in doubt it is left, since what is ended stays ended.
 */
export function isBeyondHelp(task: FailingTask, patience: Patience): boolean {
  const { attempt, failingForMs, causes, failure } = task;
  if (attempt < patience.attempts || failingForMs < patience.ms) return false;
  if (failure === null || causes.length === 0) return false;
  return causes.every((cause) => HOPELESS.has(cause)) && !isMendable(failure);
}

/** What a person reads of the failure, in one line. */
export function wordsOf({ attempt, failure }: FailingTask): string {
  const message = (failure?.message ?? '').replace(/\s+/g, ' ').trim();
  return `${attempt} attempts failed: ${message === '' ? 'no reason was given' : message}`;
}

/** The code of the workflow threw, or it asked the server for what can never be. All others may pass. */
const HOPELESS: ReadonlySet<string> = new Set([
  'WORKFLOW_WORKER_UNHANDLED_FAILURE',
  'BAD_SCHEDULE_ACTIVITY_ATTRIBUTES',
  'BAD_START_TIMER_ATTRIBUTES',
  'BAD_COMPLETE_WORKFLOW_EXECUTION_ATTRIBUTES',
  'BAD_FAIL_WORKFLOW_EXECUTION_ATTRIBUTES',
  'BAD_MODIFY_WORKFLOW_PROPERTIES_ATTRIBUTES',
]);

/** The SDK's own rules: another build (TMPRL1100) or other settings may satisfy them. */
const SDK_RULE = /\[TMPRL\d+\]/;
const DEEPEST_CAUSE = 10;

function isMendable(failure: temporal.api.failure.v1.IFailure): boolean {
  let at: temporal.api.failure.v1.IFailure | null | undefined = failure;
  for (let depth = 0; at && depth < DEEPEST_CAUSE; depth++, at = at.cause) {
    if (at.applicationFailureInfo?.type === STORAGE_FAILURE || SDK_RULE.test(at.message ?? '')) return true;
  }
  return false;
}
