// Everything a run needs, for real and on this machine: a Temporal server, the scripted model, workers, a client.
//
// K1  All of it lives in one temporary folder and listens on 127.0.0.1 only.
// K2  `close` ends every process the stack has started, stopped (SIGSTOP) ones included, and removes the folder.
// K3  A server that was killed comes back with its database and at its ports.

import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import type { LimitSpan } from '../../src/agent/model/scripted/limits.js';
import type { ScriptedStats } from '../../src/agent/model/scripted/scripted-model.js';
import { openConnection } from '../../src/client/connection.js';
import { connectClient, type LonghaulClient } from '../../src/client/longhaul-client.js';
import { prepareRun } from '../../src/client/prepare-run.js';
import type { RunHandle } from '../../src/client/run-handle.js';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/start.js';
import { createDataConverter } from '../../src/storage/payload-offload.js';
import { openStorage, type Storage } from '../../src/storage/storage.js';
import type { OnAsk } from '../../src/workflows/ports.js';
import type { RunCaps, RunLimits } from '../../src/workflows/spec.js';
import { type Program, startProgram } from './program.js';
import { temporalBinary } from './temporal-binary.js';

export interface StackOptions {
  /** Multiplies every `<<delay>>` of the scripted model; 1 unless given. */
  readonly delayFactor?: number;
  /** Keys of encryption for the client and all workers; none unless given. */
  readonly keys?: string;
  /** Where values, transcripts and records are, with what it takes to get there; a folder of the stack unless given. */
  readonly storage?: { readonly place: string; readonly env: Readonly<Record<string, string>> };
}

export interface RunOptions {
  /** `args` of the script; absent for none. */
  readonly args?: unknown;
  readonly limits?: Partial<RunLimits>;
  readonly caps?: RunCaps;
  /** Saved workflows of the run's project: file name to text. */
  readonly saved?: Readonly<Record<string, string>>;
  readonly onAsk?: OnAsk;
  readonly askTimeoutMs?: number;
  /** Whether the settings of the workspace count in full; not unless given. */
  readonly trust?: boolean;
  /** Absolute path of the folder the agents work in; one of the run's own unless given. */
  readonly workspace?: string;
}

export interface Stack {
  readonly client: LonghaulClient;
  /** For what Longhaul's own client does not tell: histories, sizes. */
  readonly temporalClient: Client;
  readonly storage: Storage;
  /** What a process needs to know of the storage: where it is, keys included. */
  readonly storageEnv: Readonly<Record<string, string>>;
  /** host:port of the Temporal server, and the namespace of the runs. */
  readonly address: string;
  readonly namespace: string;
  /** Path of the `temporal` command. */
  readonly temporal: string;
  /** Starts a run of a script (its whole text). Throws what `prepareRun` names. */
  run(script: string, options?: RunOptions): Promise<RunHandle>;
  /**
   * Starts one more worker, with the keys of the stack unless others are given; returns when it polls. It has a home of its
   * own, as on another machine.
   */
  startWorker(keys?: string): Promise<Program>;
  /** Another client, as a second terminal would have. The caller closes it. */
  connect(): Promise<LonghaulClient>;
  /** Kills the server as a crash would (SIGKILL). */
  killServer(): Promise<void>;
  /** Brings a killed server back (K3). */
  restartServer(): Promise<void>;
  modelStats(): Promise<ScriptedStats>;
  /** Lets the scripted model refuse all requests in these spans, one behind the other from now on. */
  limitModel(spans: readonly LimitSpan[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts a stack with no worker yet. What was started is ended again when it fails. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'longhaul-stack-'));
  const endings: Ending[] = [() => rm(folder, { recursive: true, force: true, maxRetries: 5 })];
  try {
    return await assemble(folder, options, endings);
  } catch (error) {
    await closeAll(endings);
    throw error;
  }
}

type Ending = () => Promise<void>;

/** Whatever it starts it adds to `endings`, in the order of starting. */
async function assemble(folder: string, options: StackOptions, endings: Ending[]): Promise<Stack> {
  const { path: temporal, versions } = await temporalBinary();
  const serverOptions: ServerOptions = {
    binary: { path: temporal, versions },
    database: join(folder, 'temporal.sqlite'),
    log: join(folder, 'temporal.log'),
  };
  const start = async (main: string, env: Readonly<Record<string, string>>, args: readonly string[] = []) => {
    const program = await startProgram({
      main,
      args,
      env: { HOME: folder, ...env },
      log: join(folder, 'programs.log'),
    });
    endings.push(() => program.end('SIGKILL'));
    return program;
  };

  let server = await startServer(serverOptions);
  endings.push(() => kill(server));
  const { address, namespace } = server;
  const model = await start(MODEL, {}, ['--delay-factor', String(options.delayFactor ?? 1)]);
  const { url } = model.ready as { readonly url: string };
  const { place, env: access } = options.storage ?? { place: join(folder, 'storage'), env: {} };
  let machines = 0;
  const newHome = () => ({ LONGHAUL_HOME: join(folder, 'homes', String(++machines)) });
  const env = { ...newHome(), ...access, ...keysIn(options.keys) };
  const storage = openStorage(place, env);
  const connect = () => connectClient({ connection: { address }, namespace, storage: place, env });
  const client = await connect();
  endings.push(() => client.close());
  const { connection, close } = await openConnection({ address });
  endings.push(close);

  let runs = 0;
  const ownWorkspace = () => join(folder, 'workspaces', String(++runs));
  return {
    client,
    temporalClient: new Client({ connection, namespace, dataConverter: createDataConverter(storage) }),
    storage,
    storageEnv: { LONGHAUL_STORAGE: place, ...access, ...keysIn(options.keys) },
    address,
    namespace,
    temporal,
    async run(script, options = {}) {
      const { args, limits, caps, onAsk = 'deny', trust = false, saved = {}, workspace = ownWorkspace() } = options;
      const file = await writeScripts(workspace, script, saved);
      const request = { script: file, workspace, onAsk, trust, ...(limits && { limits }), ...(caps && { caps }) };
      const { askTimeoutMs } = options;
      const asking = askTimeoutMs === undefined ? {} : { askTimeoutMs };
      const given = args === undefined ? {} : { args: JSON.stringify(args) };
      return client.start(await prepareRun({ ...request, ...asking, ...given }, { env: {}, home: folder }));
    },
    startWorker: (keys = options.keys) =>
      start(WORKER, {
        LONGHAUL_ADDRESS: address,
        LONGHAUL_NAMESPACE: namespace,
        ...newHome(),
        LONGHAUL_STORAGE: place,
        ...access,
        ...keysIn(keys),
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_API_KEY: 'test',
      }),
    connect,
    killServer: () => kill(server),
    async restartServer() {
      server = await startServer(serverOptions);
      if (server.address !== address) throw new Error(`the server came back at ${server.address}, not at ${address}`);
    },
    modelStats: async () => (await (await fetch(`${url}/stats`)).json()) as ScriptedStats,
    async limitModel(spans) {
      const { ok } = await fetch(`${url}/limits`, { method: 'PUT', body: JSON.stringify(spans) });
      if (!ok) throw new Error('the scripted model does not take these limits');
    },
    close: () => closeAll(endings),
  };
}

function keysIn(keys: string | undefined): Readonly<Record<string, string>> {
  return keys === undefined ? {} : { LONGHAUL_ENCRYPTION_KEY: keys };
}

const MODEL = 'agent/model/scripted/main.js';
const WORKER = 'worker/main.js';

/** Writes the script and the project's saved workflows; returns the script's path. */
async function writeScripts(
  workspace: string,
  script: string,
  saved: Readonly<Record<string, string>>,
): Promise<string> {
  const registry = join(workspace, '.claude', 'workflows');
  await mkdir(registry, { recursive: true });
  for (const [name, text] of Object.entries(saved)) await writeFile(join(registry, name), text);
  const file = join(workspace, 'script.js');
  await writeFile(file, script);
  return file;
}

async function kill({ child }: RunningServer): Promise<void> {
  const exited = once(child, 'exit');
  if (child.kill('SIGKILL')) await exited;
}

/** The last that was started ends first. One that cannot be ended does not keep the others alive. */
async function closeAll(endings: Ending[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of endings.splice(0).toReversed()) await end().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'the stack could not be closed');
}
