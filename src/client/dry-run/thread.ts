// The thread a dry run lives in: dry-run.ts starts it and can end it.

import { parentPort, workerData } from 'node:worker_threads';
import { readScript } from '../../activities/read-script.js';
import { type RehearsalSpec, rehearse } from './rehearsal.js';

/** What the thread is started with. */
export interface ThreadTask {
  readonly spec: RehearsalSpec;
  /** Milliseconds after which the rehearsal is cut. */
  readonly within: number;
}

const { spec, within } = workerData as ThreadTask;
const now = (): number => performance.now();
const walked = await rehearse(spec, { readScript, now, deadline: now() + within });
parentPort?.postMessage(walked, []);
