import type { Check } from './check.js';
import { gitCheck, nodeCheck, ripgrepCheck } from './checks/programs.js';
import { providerCheck } from './checks/provider.js';
import { runsCheck } from './checks/runs.js';
import { sandboxCheck } from './checks/sandbox.js';
import { serverCheck } from './checks/server.js';
import { setupCheck } from './checks/setup.js';
import { diskCheck, storageCheck } from './checks/storage.js';
import { temporalCheck } from './checks/temporal.js';
import { workerCheck } from './checks/worker.js';
import { workflowsCheck } from './checks/workflows.js';

/** All that `doctor` looks at, in the order in which it is told. */
export const CHECKS: readonly Check[] = [
  nodeCheck,
  gitCheck,
  ripgrepCheck,
  sandboxCheck,
  temporalCheck,
  serverCheck,
  workerCheck,
  runsCheck,
  providerCheck,
  storageCheck,
  diskCheck,
  setupCheck,
  workflowsCheck,
];
