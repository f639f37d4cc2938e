// Ends runs whose workflow tasks keep failing, so that nobody waits for them for ever.
//
// R1  It is asked of the server only: any number of workers may watch, none knows of the others.
// R2  A run is ended by its Temporal run id, after a fresh look at it. Who comes second finds it ended.
// R3  What goes wrong here is logged and tried again with the next round: a watch never harms its worker.

import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { messageOf } from '../config/message-of.js';
import { reasonToEnd } from '../workflows/forced-end.js';
import { failingTask, type Place, runsInTrouble } from './failing-runs.js';
import { isBeyondHelp, type Patience, wordsOf } from './failing-task.js';

export interface RunWatch {
  /** Resolves when the round that is under way is over. */
  stop(): Promise<void>;
}

export interface WatchSettings {
  readonly patience: Patience;
  /** Milliseconds between two rounds. */
  readonly everyMs: number;
}

export const WATCH: WatchSettings = { patience: { attempts: 8, ms: 15 * 60_000 }, everyMs: 60_000 };

/** Looks after the runs that `client` reaches until it is stopped. `log` is told of each run that is ended. */
export function watchRuns(client: Client, settings: WatchSettings, log: (line: string) => void): RunWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const watch = async (): Promise<void> => {
    while (await pause(settings.everyMs, signal)) {
      await endHopeless(client, settings.patience, log, signal).catch(
        (error: unknown) => log(`cannot look for runs that fail: ${messageOf(error)}`), // R3
      );
    }
  };
  const over = watch();
  return {
    stop() {
      stopping.abort();
      return over;
    },
  };
}

/** False when it was cut short. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal, ref: false }).catch(() => false);
}

async function endHopeless(
  client: Client,
  patience: Patience,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  for await (const run of runsInTrouble(client)) {
    if (signal.aborted) return;
    const task = await failingTask(client, run, Date.now());
    if (!task || !isBeyondHelp(task, patience)) continue;
    const why = wordsOf(task);
    if (await end(client, run, why)) log(`ended ${run.workflowId}, which cannot go on: ${why}`);
  }
}

/** False when it had ended already (R2). */
async function end(client: Client, { workflowId, runId }: Place, why: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId, runId).terminate(reasonToEnd(why));
    return true;
  } catch (error) {
    if ((error as Error).name === 'WorkflowNotFoundError') return false;
    throw error;
  }
}
