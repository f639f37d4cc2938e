// Keeps one child process running.
//
// K1  A first start that fails is the caller's to handle; after one success the child is started again for ever.
// K2  Between starts it waits 100 ms, doubling to 5 s; a child that lived for 30 s resets the wait.
// K3  After `stop` has returned no child is left, whatever was going on when it was called.

import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../config/message-of.js';
import { endProcess, identify, type ProcessIdentity } from '../process/identity.js';

export interface KeptChild {
  /** Starts the child, tells `spawned` at once, resolves when it is ready, rejects when it ended before. */
  readonly start: (spawned: (child: ChildProcess) => void) => Promise<void>;
  /** Milliseconds between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** Told of every change of the process: null when there is none. */
  readonly changed: (who: ProcessIdentity | null) => void;
  /** Told of everything that happens, in one line. */
  readonly log: (line: string) => void;
}

export interface Keeper {
  /** The first start (K1). */
  readonly ready: Promise<void>;
  /** Ends the child and resolves when its successor is ready. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function keepRunning(kept: KeptChild): Keeper {
  const stopped = new AbortController();
  const afterStart: (() => void)[] = [];
  let child: ChildProcess | undefined;
  let who: ProcessIdentity | undefined;

  const start = async () => {
    await kept.start((spawned) => {
      child = spawned;
      who = spawned.pid === undefined ? undefined : identify(spawned.pid);
      if (stopped.signal.aborted) spawned.kill('SIGKILL');
      kept.changed(who ?? null);
    });
    for (const resolve of afterStart.splice(0)) resolve();
  };
  const live = async () => {
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const since = performance.now();
      if (child) kept.log(`ended: ${await endOf(child)}`);
      kept.changed(null);
      if (performance.now() - since > HEALTHY_MS) waitMs = FIRST_WAIT_MS;
      await pause(waitMs, stopped.signal);
      if (stopped.signal.aborted) return;
      await start().catch((error: unknown) => kept.log(`not started: ${messageOf(error)}`));
    }
  };
  const ready = start();
  const life = ready.then(live, () => undefined);

  const end = async () => {
    if (who) await endProcess(who, kept.graceMs);
  };
  return {
    ready,
    restart: async () => {
      const started = new Promise<void>((resolve) => afterStart.push(resolve));
      await end();
      await started;
    },
    stop: async () => {
      stopped.abort();
      await end();
      await life;
    },
  };
}

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
const HEALTHY_MS = 30_000;

/** Resolves with the reason when the child has ended; at once when it already has. */
function endOf(child: ChildProcess): Promise<string> {
  const reason = () => child.signalCode ?? `code ${child.exitCode}`;
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(reason());
  return new Promise((resolve) => child.once('exit', () => resolve(reason())));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
