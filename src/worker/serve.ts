import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/activities.js';
import { openStorage } from '../storage/storage.js';
import { BUNDLE_FILE, workerBuild, workerIdentity } from './build.js';
import { bundleWorkflows } from './bundle.js';
import { WATCH, watchRuns } from './run-watch.js';
import { createWorker, type WorkerSettings } from './worker.js';

export interface ServeOptions extends Pick<WorkerSettings, 'connection' | 'namespace' | 'capacity'> {
  /** The storage that all clients and workers of the namespace share: a folder, or an S3 address. */
  readonly storage: string;
  /** Holds the keys of the provider, of encryption, and for S3. */
  readonly env: NodeJS.ProcessEnv;
  readonly log: (line: string) => void;
  /** Called once, when the worker polls. */
  readonly ready: (worker: WorkerFacts) => void;
}

export interface WorkerFacts {
  readonly pid: number;
  readonly build: string;
  /** Id of the key that it encrypts with; null for none. */
  readonly key: string | null;
}

/**
 * Serves runs and agents until this process gets SIGTERM or SIGINT, then hands them over, which takes 15 s at most; a
 * second signal ends it at once. Throws what `openStorage` names, and SERVER_UNREACHABLE.
 */
export async function serve({
  connection: where,
  namespace,
  capacity,
  env,
  log,
  ready,
  ...options
}: ServeOptions): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('WARN'),
    telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
    shutdownSignals: ['SIGTERM', 'SIGINT'],
  });
  const storage = openStorage(options.storage, env);
  const { activities, close } = createActivities(storage, env, log);
  const build = await workerBuild();
  const { worker, connection } = await createWorker({
    connection: where,
    namespace,
    storage,
    activities,
    bundle: { code: existsSync(BUNDLE_FILE) ? await readFile(BUNDLE_FILE, 'utf8') : await bundleWorkflows() },
    identity: workerIdentity(process.pid, hostname(), build),
    ...(capacity && { capacity }),
  });
  const watch = watchRuns(new Client({ connection, namespace }), WATCH, log);
  ready({ pid: process.pid, build, key: storage.key });
  try {
    await worker.run();
  } finally {
    await watch.stop();
    await close();
    await connection.close();
  }
}
