import {
  Client,
  Connection,
  type ConnectionOptions,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { LonghaulError } from '../config/errors.js';
import { messageOf } from '../config/message-of.js';
import { createDataConverter } from '../storage/payload-offload.js';
import { openStorage } from '../storage/storage.js';
import { RUN_WORKFLOW_TYPE } from '../workflows/messages.js';
import { COST_ATTRIBUTE, NAME_ATTRIBUTE, STATUS_ATTRIBUTE } from '../workflows/search-attributes.js';
import type { RunSpec } from '../workflows/spec.js';
import { TASK_QUEUE } from '../workflows/task-queue.js';
import { findRun } from './find-run.js';
import type { PreparedRun } from './prepare-run.js';
import { type RunHandle, runHandle } from './run-handle.js';
import { lacksSearchAttributes, temporalError } from './temporal-errors.js';

/** Where the runs are: a Temporal namespace, and the storage that its workers share. */
export interface ClientSettings {
  readonly connection: ConnectionOptions;
  readonly namespace: string;
  /** Absolute path of the storage folder. */
  readonly storage: string;
}

/** The library behind the command line: start runs, find them, follow and control them. */
export interface LonghaulClient {
  /** Starts a run; returns when the server has taken it. Throws what storage throws when the setup cannot be kept. */
  start(run: Pick<PreparedRun, 'spec' | 'setup'>): Promise<RunHandle>;
  /** A run by its full id. Touches nothing: a run that is not there is found out by the first question. */
  attach(run: string): RunHandle;
  /** A run as a person names it: by its id, an unambiguous beginning of it, or `last`. RUN_NOT_FOUND, RUN_AMBIGUOUS. */
  find(named: string): Promise<RunHandle>;
  close(): Promise<void>;
}

/** How long a server may take to answer at all, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;

/** Connects. Throws SERVER_UNREACHABLE. */
export async function connectClient(settings: ClientSettings): Promise<LonghaulClient> {
  const connection = await connect(settings.connection);
  const { blobs } = openStorage(settings.storage);
  const client = new Client({ connection, namespace: settings.namespace, dataConverter: createDataConverter(blobs) });
  return {
    async start({ spec, setup }) {
      await blobs.put(setup);
      try {
        return runHandle(await startRun(client, spec));
      } catch (error) {
        if (isStarted(error)) return runHandle(client.workflow.getHandle(spec.run));
        if (lacksSearchAttributes(error)) return runHandle(await startRun(client, { ...spec, searchable: false }));
        throw temporalError(error, spec.run, settings.connection.address);
      }
    },
    attach: (run) => runHandle(client.workflow.getHandle(run)),
    async find(named) {
      const run = await findRun(client, named).catch((error: unknown) => {
        throw temporalError(error, named, settings.connection.address);
      });
      return runHandle(client.workflow.getHandle(run));
    },
    close: () => connection.close(),
  };
}

function startRun(client: Client, spec: RunSpec): Promise<WorkflowHandle> {
  const { name, description } = spec.script.meta;
  return client.workflow.start(RUN_WORKFLOW_TYPE, {
    workflowId: spec.run,
    // An id is used once: who asks again, not knowing whether it was heard, starts nothing twice.
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    taskQueue: TASK_QUEUE,
    args: [spec],
    staticSummary: name,
    staticDetails: description,
    ...(spec.searchable && {
      typedSearchAttributes: [
        { key: NAME_ATTRIBUTE, value: name },
        { key: STATUS_ATTRIBUTE, value: 'running' },
        { key: COST_ATTRIBUTE, value: 0 },
      ],
    }),
  });
}

function isStarted(error: unknown): boolean {
  return error instanceof WorkflowExecutionAlreadyStartedError;
}

async function connect(options: ConnectionOptions): Promise<Connection> {
  try {
    return await Connection.connect({ ...options, connectTimeout: CONNECT_TIMEOUT_MS });
  } catch (cause) {
    const address = options.address ?? 'localhost:7233';
    throw new LonghaulError('SERVER_UNREACHABLE', { address, reason: messageOf(cause) }, { cause });
  }
}
