// `npm run record-histories [-- STORY…]`: runs the stories that have no history, and those that are named, and keeps their
// histories for replay.test.ts. One is to be recorded anew only when a change is meant to break recorded runs.

import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { temporal } from '@temporalio/proto';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { PACKAGE_ROOT } from '../../src/config/package.js';
import { type Stack, startStack } from '../support/stack.js';
import { HISTORIES, HISTORY_BLOBS, historyFile } from './histories.js';
import { STORIES, type Story } from './stories.js';

type History = temporal.api.history.v1.IHistory;

const stack = await startStack();
try {
  let worker = await stack.startWorker();
  const replaceWorker = async () => {
    await worker.end('SIGTERM');
    worker = await stack.startWorker();
  };
  await mkdir(HISTORIES, { recursive: true });
  for (const story of STORIES.filter(isWanted)) await record(story, stack, replaceWorker);
  await cp(join(stack.storage.root, 'blobs'), HISTORY_BLOBS, { recursive: true });
} finally {
  await stack.close();
}

function isWanted({ name }: Story): boolean {
  return process.argv.includes(name) || !existsSync(historyFile(name));
}

async function record(story: Story, stack: Stack, replaceWorker: () => Promise<void>): Promise<void> {
  await story.before?.(stack);
  const run = await stack.run(story.script, story.options);
  await story.meanwhile?.(run, { stack, replaceWorker });
  const { status } = await run.result();
  const history = await historyOf(run.run, story, stack);
  await writeFile(historyFile(story.name), `${anonymous(historyToJSON(history))}\n`);
  process.stdout.write(`${story.name}: ${status}, ${history.events?.length} events\n`);
}

async function historyOf(run: string, { keep }: Story, { temporalClient }: Stack): Promise<History> {
  const last = temporalClient.workflow.getHandle(run);
  if (!keep) return last.fetchHistory();
  const { raw } = await last.describe();
  const first = raw.workflowExecutionInfo?.firstRunId ?? undefined;
  return temporalClient.workflow.getHandle(run, first).fetchHistory();
}

/** Says nothing of the machine it was recorded on: replay does not look at host names and stacks. */
function anonymous(history: string): string {
  return history.replaceAll(hostname(), 'host').replaceAll(PACKAGE_ROOT, '/longhaul');
}
