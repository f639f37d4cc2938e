// A worker process: `node dist/worker/main.js`. Serves runs and agents until SIGTERM or SIGINT, then hands them over.
// Prints one line of JSON on stdout when it polls.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { createActivities } from '../activities/activities.js';
import { openStorage } from '../storage/storage.js';
import { BUNDLE_FILE, bundleWorkflows } from './bundle.js';
import { createWorker } from './worker.js';

Runtime.install({
  logger: new DefaultLogger('WARN'),
  telemetryOptions: { logging: { forward: {}, filter: 'WARN' } },
  shutdownSignals: ['SIGTERM', 'SIGINT'],
});

const address = required('LONGHAUL_ADDRESS');
const namespace = required('LONGHAUL_NAMESPACE');
const storage = openStorage(required('LONGHAUL_STORAGE'));
const { activities, close } = createActivities(storage, process.env);
const code = existsSync(BUNDLE_FILE) ? await readFile(BUNDLE_FILE, 'utf8') : await bundleWorkflows();

const { worker, connection } = await createWorker({
  connection: { address },
  namespace,
  storage,
  activities,
  bundle: { code },
});
process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid })}\n`);
try {
  await worker.run();
} finally {
  await close();
  await connection.close();
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    process.stderr.write(`longhaul worker: ${name} is not set (the daemon sets it)\n`);
    process.exit(2);
  }
  return value;
}
