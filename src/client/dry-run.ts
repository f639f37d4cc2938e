import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { LonghaulError } from '../config/errors.js';
import { messageOf } from '../config/message-of.js';
import { PACKAGE_ROOT } from '../config/package.js';
import type { DryRun, RehearsalSpec } from './dry-run/rehearsal.js';
import type { ThreadTask } from './dry-run/thread.js';

/** Milliseconds of a dry run: after the first it is cut, after the second its thread is ended. */
export interface Patience {
  readonly cutAfter: number;
  readonly endAfter: number;
}

const PATIENCE: Patience = { cutAfter: 20_000, endAfter: 30_000 };

/** Guests need 4 MB of stack (src/interpreter/engine/quickjs.ts). */
const RESOURCES = { stackSizeMb: 4 };

/**
 * Walks one path of a script with mock agents, in a thread of its own: whatever the script does, this process goes on.
 * Throws DRY_RUN_LOST when the thread could not finish.
 */
export async function dryRun(spec: RehearsalSpec, { cutAfter, endAfter }: Patience = PATIENCE): Promise<DryRun> {
  const workerData: ThreadTask = { spec, within: cutAfter };
  const thread = new Worker(THREAD, { workerData, resourceLimits: RESOURCES });
  const timer = setTimeout(() => void thread.terminate(), endAfter);
  try {
    return await resultOf(thread);
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

/** Compiled: threads load plain JavaScript. */
const THREAD = join(PACKAGE_ROOT, 'dist', 'client', 'dry-run', 'thread.js');

function resultOf(thread: Worker): Promise<DryRun> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', (cause: unknown) => reject(lost(messageOf(cause), cause)));
    thread.once('exit', () => reject(lost('it was ended because it took too long')));
  });
}

function lost(reason: string, cause?: unknown): LonghaulError {
  return new LonghaulError('DRY_RUN_LOST', { reason }, { cause });
}
