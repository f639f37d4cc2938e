import { Client, type ConnectionOptions } from '@temporalio/client';
import proto from '@temporalio/proto';
import { LonghaulError } from '../config/errors.js';
import { DEFAULT_ADDRESS } from '../server/connect-options.js';
import { buildIn } from '../worker/build.js';
import { TASK_QUEUE } from '../workflows/task-queue.js';
import { openConnection } from './connection.js';
import { type StuckRun, stuckRuns } from './stuck-runs.js';
import { temporalError } from './temporal-errors.js';

/** What a Temporal server tells of itself and of those who work for it. */
export interface ServerView {
  /** Of the server. */
  readonly version: string;
  /** The workers that have asked for runs lately. */
  workers(): Promise<readonly WorkerSeen[]>;
  stuckRuns(): Promise<readonly StuckRun[]>;
  close(): Promise<void>;
}

export interface WorkerSeen {
  /** `pid@host` and more, as the worker calls itself. Hostile text. */
  readonly identity: string;
  /** The build of Longhaul it says it is; null when it does not say. Hostile text. */
  readonly build: string | null;
}

/** Looks at a server and its namespace. Throws SERVER_UNREACHABLE, and SERVER_REFUSED also when there is no such namespace. */
export async function viewServer(options: ConnectionOptions, namespace: string): Promise<ServerView> {
  const { address = DEFAULT_ADDRESS } = options;
  const { connection, close } = await openConnection({ ...options, connectTimeout: CONNECT_WITHIN_MS });
  const client = new Client({ connection, namespace });
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw temporalError(error, namespace, address);
    }
  };
  try {
    const { serverVersion } = await ask(() => connection.workflowService.getSystemInfo({}));
    await ask(() => connection.workflowService.describeNamespace({ namespace })).catch((error: unknown) => {
      throw withoutNamespace(error, namespace, address);
    });
    return {
      version: serverVersion || 'of unknown version',
      workers: () => ask(() => workersOf(client, Date.now())),
      stuckRuns: () => ask(() => stuckRuns(client, Date.now())),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Less than a person waits for a command that only looks. */
const CONNECT_WITHIN_MS = 2_500;

/** What is not found here is the namespace. */
function withoutNamespace(error: unknown, namespace: string, address: string): unknown {
  if (!(error instanceof LonghaulError) || error.code !== 'RUN_NOT_FOUND') return error;
  return new LonghaulError('SERVER_REFUSED', { address, reason: `there is no namespace ${namespace}` });
}

const { TaskQueueType } = proto.temporal.api.enums.v1;

async function workersOf(client: Client, now: number): Promise<readonly WorkerSeen[]> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: TASK_QUEUE },
    taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
  });
  const alive = (pollers ?? []).filter(
    ({ lastAccessTime }) => now - Number(lastAccessTime?.seconds ?? 0) * 1_000 < SEEN_WITHIN_MS,
  );
  return alive.map(({ identity }) => ({ identity: identity ?? '', build: buildIn(identity ?? '') }));
}

/** A worker that lives asks again at least once a minute. */
const SEEN_WITHIN_MS = 75_000;
