import type { Client } from '@temporalio/client';
import { failingTask, runsInTrouble } from '../worker/failing-runs.js';
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
  const failing: StuckRun[] = [];
  for await (const place of runsInTrouble(client)) {
    const task = await failingTask(client, place, now);
    if (task) failing.push({ run: place.workflowId, why: 'failing', forMs: task.failingForMs, failure: wordsOf(task) });
  }
  const unserved = await unservedRuns(client, now);
  return [...failing, ...unserved.filter(({ run }) => failing.every((other) => other.run !== run))];
}

/** Runs whose workflow task lies at the server for longer than a worker that lives would let it. */
async function unservedRuns(client: Client, now: number): Promise<readonly StuckRun[]> {
  const open: string[] = [];
  for await (const { workflowId } of executions(client, 'lh-', ["ExecutionStatus = 'Running'"])) {
    open.push(workflowId);
    if (open.length === MOST_RUNS) break;
  }
  const waits = await Promise.all(open.map(async (run) => ({ run, since: await unservedSince(client, run) })));
  return waits.flatMap(({ run, since }) =>
    since === null || now - since < PATIENCE_MS ? [] : [{ run, why: 'unserved', forMs: now - since, failure: null }],
  );
}

const MOST_RUNS = 200;

/** Longer than a busy worker takes to come to a task, and a killed one to be replaced. */
const PATIENCE_MS = 30_000;

/** Milliseconds since the epoch; null when no workflow task waits, or a worker has it. */
async function unservedSince(client: Client, run: string): Promise<number | null> {
  const task = (await client.workflow.getHandle(run).describe()).raw.pendingWorkflowTask;
  const since = task?.scheduledTime;
  return since && !task.startedTime ? Number(since.seconds ?? 0) * 1_000 : null;
}
