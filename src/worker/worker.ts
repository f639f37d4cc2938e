import { NativeConnection, type NativeConnectionOptions, Worker, type WorkerOptions } from '@temporalio/worker';
import { unreachable } from '../server/connect-options.js';
import { createDataConverter } from '../storage/payload-offload.js';
import type { Storage } from '../storage/storage.js';
import type { RunActivities } from '../workflows/ports.js';
import { TASK_QUEUE } from '../workflows/task-queue.js';
import { withoutAsyncHooks } from './activity-context.js';
import { CAPACITY, type Capacity } from './capacity.js';
import { workerPayloads } from './worker-payloads.js';

export interface WorkerSettings {
  readonly connection: NativeConnectionOptions;
  readonly namespace: string;
  readonly storage: Storage;
  readonly activities: RunActivities;
  readonly bundle: NonNullable<WorkerOptions['workflowBundle']>;
  /** As which the server knows it; of Temporal's making unless given. */
  readonly identity?: string;
  /** Of one worker among others unless given. */
  readonly capacity?: Capacity;
}

/** A worker for runs and agents. Close `connection` after `run()` has returned. Throws SERVER_UNREACHABLE. */
export async function createWorker(
  settings: WorkerSettings,
): Promise<{ readonly worker: Worker; readonly connection: NativeConnection }> {
  const connection = await connect(settings.connection);
  withoutAsyncHooks(connection);
  const worker = await Worker.create({
    connection,
    namespace: settings.namespace,
    taskQueue: TASK_QUEUE,
    activities: { ...settings.activities },
    dataConverter: createDataConverter(workerPayloads(settings.storage)),
    workflowBundle: settings.bundle,
    ...(settings.identity !== undefined && { identity: settings.identity }),
    ...(settings.capacity ?? CAPACITY),
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
