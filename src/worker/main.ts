// The daemon's worker: `node dist/worker/main.js`, told by LONGHAUL_ADDRESS, LONGHAUL_NAMESPACE and LONGHAUL_STORAGE where
// runs are. Serves them until SIGTERM or SIGINT. Prints one line of JSON on stdout when it polls.

import { isLonghaulError } from '../config/errors.js';
import { CAPACITY_ALONE, LOOPBACK } from './capacity.js';
import { serve } from './serve.js';

const log = (line: string): void => {
  process.stderr.write(`longhaul worker: ${line}\n`);
};

try {
  await serve({
    connection: { address: required('LONGHAUL_ADDRESS'), ...LOOPBACK },
    capacity: CAPACITY_ALONE,
    namespace: required('LONGHAUL_NAMESPACE'),
    storage: required('LONGHAUL_STORAGE'),
    env: process.env,
    log,
    ready: (worker) => process.stdout.write(`${JSON.stringify({ ready: true, ...worker })}\n`),
  });
} catch (error) {
  // Keys or credentials that are wrong are a person's to mend: they get a line and no stack.
  if (!isLonghaulError(error)) throw error;
  exit(error.message);
}

function required(name: string): string {
  return process.env[name] || exit(`${name} is not set; \`longhaul worker\` is the command for people`);
}

function exit(reason: string): never {
  log(reason);
  process.exit(2);
}
