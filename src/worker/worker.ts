import { NativeConnection, type NativeConnectionOptions, Worker, type WorkerOptions } from '@temporalio/worker';
import { unreachable } from '../server/connect-options.js';
import { createDataConverter } from '../storage/payload-offload.js';
import type { Storage } from '../storage/storage.js';
import type { RunActivities } from '../workflows/ports.js';
import { TASK_QUEUE } from '../workflows/task-queue.js';
import { workerPayloads } from './worker-payloads.js';

export interface WorkerSettings {
  readonly connection: NativeConnectionOptions;
  readonly namespace: string;
  readonly storage: Storage;
  readonly activities: RunActivities;
  readonly bundle: NonNullable<WorkerOptions['workflowBundle']>;
  /** As which the server knows it; of Temporal's making unless given. */
  readonly identity?: string;
}

/** A worker for runs and agents. Close `connection` after `run()` has returned. Throws SERVER_UNREACHABLE. */
export async function createWorker(
  settings: WorkerSettings,
): Promise<{ readonly worker: Worker; readonly connection: NativeConnection }> {
  const connection = await connect(settings.connection);
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue: TASK_QUEUE,
    activities: { ...settings.activities },
    dataConverter: createDataConverter(workerPayloads(settings.storage)),
    workflowBundle: settings.bundle,
    ...(settings.identity !== undefined && { identity: settings.identity }),
    ...CAPACITY,
  });
  return { worker, connection };
}

async function connect(options: NativeConnectionOptions): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(options);
  } catch (cause) {
    throw unreachable(options, cause);
  }
}

/** Settings of every worker, apart from what it serves. */
export const CAPACITY = {
  /** Agents wait on the network: slots are cheap, and a run may ask for 500 at once. */
  maxConcurrentActivityTaskExecutions: 1_000,
  /** About 0.5 MB each. The SDK's own default looks at the main thread's heap only. */
  maxCachedWorkflows: 300,
  maxConcurrentWorkflowTaskExecutions: 40,
  /** Reserved per workflow task; 1.5 times the throughput of the default 3 (measured). */
  maxEagerActivityReservationsPerWorkflowTask: 64,
  /** Pings are often; what they carry must not lag behind. */
  maxHeartbeatThrottleInterval: '2s',
  /** Longer than the 10 s in which a leg hands over (G4). */
  shutdownGraceTime: '0s',
  shutdownForceTime: '14s',
  /** After a worker died its runs wait this long for it before another may take them. */
  stickyQueueScheduleToStartTimeout: '3s',
  /** Above the gas of one activation on a slow machine: gas ends a runaway script long before. */
  isolateExecutionTimeoutMs: 30_000,
} as const;
