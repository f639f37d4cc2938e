// `npm run record-histories`: runs every story and keeps its history for replay.test.ts. To be run, and its outcome
// reviewed, only when a change of the driver or the interpreter is meant to break recorded runs.

import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { PACKAGE_ROOT } from '../../src/config/package.js';
import { type Stack, startStack } from '../support/stack.js';
import { HISTORIES, HISTORY_BLOBS, historyFile } from './histories.js';
import { STORIES, type Story } from './stories.js';

const stack = await startStack();
try {
  let worker = await stack.startWorker();
  const replaceWorker = async () => {
    await worker.end('SIGTERM');
    worker = await stack.startWorker();
  };
  await rm(HISTORIES, { recursive: true, force: true });
  await mkdir(HISTORIES, { recursive: true });
  for (const story of STORIES) await record(story, stack, replaceWorker);
  await cp(join(stack.storage.root, 'blobs'), HISTORY_BLOBS, { recursive: true });
} finally {
  await stack.close();
}

async function record(story: Story, stack: Stack, replaceWorker: () => Promise<void>): Promise<void> {
  const run = await stack.run(story.script, story.options);
  await story.meanwhile?.(run, { stack, replaceWorker });
  const { status } = await run.result();
  const history = await stack.temporalClient.workflow.getHandle(run.run).fetchHistory();
  await writeFile(historyFile(story.name), `${anonymous(historyToJSON(history))}\n`);
  process.stdout.write(`${story.name}: ${status}, ${history.events?.length} events\n`);
}

/** Says nothing of the machine it was recorded on: replay does not look at host names and stacks. */
function anonymous(history: string): string {
  return history.replaceAll(hostname(), 'host').replaceAll(PACKAGE_ROOT, '/longhaul');
}
