import type { Client } from '@temporalio/client';
import { failingTask, type Place } from '../worker/failing-runs.js';
import { wordsOf } from '../worker/failing-task.js';
import { executions } from './executions.js';

/** A run that does not get on, and nobody has asked it not to. */
export interface StuckRun {
  readonly run: string;
  /** `failing`: its workflow task fails again and again; `unserved`: no worker takes its workflow task. */
  readonly why: 'failing' | 'unserved';
  /** Milliseconds since it got on last. */
  readonly forMs: number;
  /** What the worker reported of the last failure, in one line; null for `unserved`. Hostile text. */
  readonly failure: string | null;
}

/** The runs that are stuck, of at most 200 that go on. `now` in milliseconds since the epoch. */
export async function stuckRuns(client: Client, now: number): Promise<readonly StuckRun[]> {
  const open: Place[] = [];
  for await (const { workflowId, runId } of executions(client, 'lh-', ["ExecutionStatus = 'Running'"])) {
    open.push({ workflowId, runId });
    if (open.length === MOST_RUNS) break;
  }
  const looks = await Promise.all(open.map((place) => lookAt(client, place, now)));
  return looks.filter((stuck) => stuck !== null).filter(({ forMs }) => forMs >= PATIENCE_MS);
}

const MOST_RUNS = 200;

/** Longer than a busy worker takes to come to a task, and a killed one to be replaced. */
const PATIENCE_MS = 30_000;

/** Null for a run whose next step nobody waits for, or a worker has in hand. */
async function lookAt(client: Client, place: Place, now: number): Promise<StuckRun | null> {
  const run = place.workflowId;
  const { pendingWorkflowTask: task } = (await client.workflow.getHandle(run, place.runId).describe()).raw;
  if (!task) return null;
  const failing = (task.attempt ?? 0) > 1 ? await failingTask(client, place, now) : null;
  if (failing) return { run, why: 'failing', forMs: failing.failingForMs, failure: wordsOf(failing) };
  if (task.startedTime || !task.scheduledTime) return null;
  return { run, why: 'unserved', forMs: now - Number(task.scheduledTime.seconds ?? 0) * 1_000, failure: null };
}
