import {
  Client,
  type ConnectionOptions,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowHandle,
} from '@temporalio/client';
import { createDataConverter } from '../storage/payload-offload.js';
import { RECORD_FORMAT } from '../storage/archive/run-archive.js';
import { openStorage, type Storage } from '../storage/storage.js';
import { RUN_WORKFLOW_TYPE } from '../workflows/messages.js';
import { ASKS_ATTRIBUTE, COST_ATTRIBUTE, NAME_ATTRIBUTE, STATUS_ATTRIBUTE } from '../workflows/search-attributes.js';
import type { Totals } from '../workflows/run-result.js';
import type { RunSpec } from '../workflows/spec.js';
import { TASK_QUEUE } from '../workflows/task-queue.js';
import { openConnection } from './connection.js';
import { findRun } from './find-run.js';
import { type InboxRow, inboxOf } from './inbox.js';
import { listRuns, type RunFilter } from './list-runs.js';
import { pastRuns } from './past-runs.js';
import type { PreparedRun } from './prepare-run.js';
import { type RunHandle, runHandle } from './run-handle.js';
import { memoOf, type RunRow } from './run-row.js';
import { lacksSearchAttributes, temporalError } from './temporal-errors.js';

/** Where the runs are: a Temporal namespace, and the storage that its workers share. */
export interface ClientSettings {
  readonly connection: ConnectionOptions;
  readonly namespace: string;
  /** Absolute path of the storage folder, or an S3 address (docs/storage.md). */
  readonly storage: string;
  /** Holds the keys of encryption and the credentials for S3; the environment of this process unless given. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The library behind the command line: start runs, find them, follow and control them. */
export interface LonghaulClient {
  /** What runs keep beside Temporal: the same for all clients and workers of one place. */
  storage(): Promise<Storage>;
  /** Starts a run; returns when the server has taken it. Throws what storage throws when the setup cannot be kept. */
  start(run: Pick<PreparedRun, 'spec' | 'setup'>): Promise<RunHandle>;
  /** A run by its full id. Touches nothing: a run that is not there is found out by the first question. */
  attach(run: string): RunHandle;
  /** A run as a person names it: by its id, an unambiguous beginning of it, or `last`. RUN_NOT_FOUND, RUN_AMBIGUOUS. */
  find(named: string): Promise<RunHandle>;
  /** The runs that fit, those started last first. */
  list(filter?: RunFilter): AsyncIterable<RunRow>;
  /** What all runs that go on ask of persons, those started last first. */
  inbox(): Promise<readonly InboxRow[]>;
  /** What the runs of a workflow took that completed: the newest, at most so many. */
  past(name: string, most: number): Promise<readonly Totals[]>;
  /** Nothing is waited for any longer: see CLIENT_CLOSED of `result`. */
  close(): Promise<void>;
}

/** How long a server may take to answer at all, in milliseconds. */
const CONNECT_TIMEOUT_MS = 5_000;

/** How long one run may take to say what it asks, in milliseconds. */
const ASKS_WITHIN_MS = 5_000;

/** Connects. Throws SERVER_UNREACHABLE. */
export async function connectClient(settings: ClientSettings): Promise<LonghaulClient> {
  const options = { ...settings.connection, connectTimeout: CONNECT_TIMEOUT_MS };
  const { connection, close } = await openConnection(options);
  const storage = openStorage(settings.storage, settings.env ?? process.env);
  const { blobs } = storage;
  const dataConverter = createDataConverter(storage);
  const client = new Client({ connection, namespace: settings.namespace, dataConverter });
  const closing = new AbortController();
  const handleOf = (handle: WorkflowHandle): RunHandle => runHandle(handle, closing.signal);
  const attach = (run: string): RunHandle => handleOf(client.workflow.getHandle(run));
  const list = async function* (filter: RunFilter = {}): AsyncIterable<RunRow> {
    try {
      yield* listRuns(client, filter, Date.now());
    } catch (error) {
      throw temporalError(error, filter.name ?? 'any', settings.connection.address);
    }
  };
  return {
    storage: () => Promise.resolve(storage),
    async start({ spec, setup }) {
      await blobs.put(setup);
      if (spec.archived) await storage.archive.begin({ format: RECORD_FORMAT, spec, startedAt: Date.now() });
      try {
        return handleOf(await startRun(client, spec));
      } catch (error) {
        if (isStarted(error)) return attach(spec.run);
        if (lacksSearchAttributes(error)) return handleOf(await startRun(client, { ...spec, searchable: false }));
        throw temporalError(error, spec.run, settings.connection.address);
      }
    },
    attach,
    async find(named) {
      const run = await findRun(client, named, Date.now()).catch((error: unknown) => {
        throw temporalError(error, named, settings.connection.address);
      });
      return attach(run);
    },
    list,
    inbox: () =>
      inboxOf(list({ ended: false }), (run) =>
        client.withDeadline(Date.now() + ASKS_WITHIN_MS, () => attach(run).asks()),
      ),
    past: (name, most) => pastRuns(list({ name, ended: true }), most, (run) => attach(run).result()),
    close() {
      closing.abort();
      return close();
    },
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
    memo: memoOf(spec, Date.now()),
    ...(spec.searchable && {
      typedSearchAttributes: [
        { key: NAME_ATTRIBUTE, value: name },
        { key: STATUS_ATTRIBUTE, value: 'running' },
        { key: COST_ATTRIBUTE, value: 0 },
        { key: ASKS_ATTRIBUTE, value: 0 },
      ],
    }),
  });
}

function isStarted(error: unknown): boolean {
  return error instanceof WorkflowExecutionAlreadyStartedError;
}
