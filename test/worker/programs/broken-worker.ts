// A worker whose workflow code throws in every task: `broken-worker.ts ADDRESS NAMESPACE STORAGE`. Runs until it is killed.

import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, Runtime } from '@temporalio/worker';
import { openStorage } from '../../../src/storage/storage.js';
import { createWorker } from '../../../src/worker/worker.js';
import type { RunActivities } from '../../../src/workflows/ports.js';

const [address = '', namespace = '', storage = ''] = process.argv.slice(2);
const logger = new DefaultLogger('ERROR');
Runtime.install({ logger });
const workflowsPath = fileURLToPath(new URL('broken-workflow.ts', import.meta.url));
const neverAsked = (): never => {
  throw new Error('no workflow gets as far as an activity');
};
const activities: RunActivities = {
  runAgentLeg: neverAsked,
  readScript: neverAsked,
  cleanWorkspaces: neverAsked,
  keepPage: neverAsked,
  readPage: neverAsked,
  readJournal: neverAsked,
  archiveRun: neverAsked,
  keepRules: neverAsked,
};
const { worker } = await createWorker({
  connection: { address },
  namespace,
  storage: openStorage(storage, {}),
  activities,
  bundle: await bundleWorkflowCode({ workflowsPath, logger }),
});
await worker.run();
