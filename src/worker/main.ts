// A worker process: `node dist/worker/main.js`. Serves runs and agents until SIGTERM or SIGINT, then hands them over.
// Prints one line of JSON on stdout when it polls.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Client } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/activities.js';
import { messageOf } from '../config/message-of.js';
import { connectOptions } from '../server/connect-options.js';
import { openStorage, type Storage } from '../storage/storage.js';
import { BUNDLE_FILE, bundleWorkflows } from './bundle.js';
import { WATCH, watchRuns } from './run-watch.js';
import { createWorker, type WorkerSettings } from './worker.js';

Runtime.install({
  logger: new DefaultLogger('WARN'),
  telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  shutdownSignals: ['SIGTERM', 'SIGINT'],
});

const { connection: where, namespace } = await place(process.env);
const storage = openOrExit(required('LONGHAUL_STORAGE'));
const log = (line: string): void => {
  process.stderr.write(`longhaul worker: ${line}\n`);
};
const { activities, close } = createActivities(storage, process.env, log);
const code = existsSync(BUNDLE_FILE) ? await readFile(BUNDLE_FILE, 'utf8') : await bundleWorkflows();

const { worker, connection } = await createWorker({
  connection: where,
  namespace,
  storage,
  activities,
  bundle: { code },
});
const watch = watchRuns(new Client({ connection, namespace }), WATCH, log);
process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, key: storage.key })}\n`);
try {
  await worker.run();
} finally {
  await watch.stop();
  await close();
  await connection.close();
}

/** Where the runs are: what the daemon says, else the cluster that the environment or a profile names. */
async function place(env: NodeJS.ProcessEnv): Promise<Pick<WorkerSettings, 'connection' | 'namespace'>> {
  const cluster = env.LONGHAUL_ADDRESS ? undefined : await connectOptions({}, env);
  if (cluster?.kind === 'cluster') return { connection: cluster.options, namespace: cluster.namespace };
  return { connection: { address: required('LONGHAUL_ADDRESS') }, namespace: required('LONGHAUL_NAMESPACE') };
}

/** Keys or credentials that are wrong are a person's to mend: they get a line and no stack. */
function openOrExit(place: string): Storage {
  try {
    return openStorage(place, process.env);
  } catch (error) {
    process.stderr.write(`longhaul worker: ${messageOf(error)}\n`);
    process.exit(2);
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    process.stderr.write(`longhaul worker: ${name} is not set, and no TEMPORAL_ADDRESS or profile either\n`);
    process.exit(2);
  }
  return value;
}
