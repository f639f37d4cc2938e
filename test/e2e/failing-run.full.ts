import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { followRun } from '../../src/cli/follow-run.js';
import type { Terminal } from '../../src/cli/terminal/terminal.js';
import type { RunHandle } from '../../src/client/run-handle.js';
import { stuckRuns } from '../../src/client/stuck-runs.js';
import { ExitCode } from '../../src/config/exit-code.js';
import { watchRuns } from '../../src/worker/run-watch.js';
import { startChild } from '../support/child.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

/** The server waits longer before each attempt, and tells of a run in trouble after the fifth: a minute on a quiet machine. */
const WITHIN_MS = 300_000;
const IMPATIENT = { patience: { attempts: 4, ms: 1_000 }, everyMs: 200 };

const stack = sharedStack();

describe('a run whose workflow code throws in every task', () => {
  it(
    'is ended with an error that says how, though two watch it, and one that misses its stored values is left',
    async () => {
      const lines: string[] = [];
      const robbed = await stack().run(scriptText('return 1;'), { args: 'a'.repeat(20_000) });
      await rm(join(stack().storage.root, 'blobs'), { recursive: true });
      const run = await stack().run(scriptText('return 1;'));
      startBrokenWorker();
      const watches = [1, 2].map(() => watchRuns(temporalClient(), IMPATIENT, (line) => lines.push(line)));

      const why = /^\d+ attempts failed: a bug that stays$/;
      await expect(run.result()).rejects.toMatchObject({
        code: 'WORKFLOW_TASK_FAILING',
        fields: { run: run.run, why: expect.stringMatching(why) },
      });
      await until('the other has failed as often', async () => (await attemptsOf(robbed.run)) >= 5);
      await Promise.all(watches.map((watch) => watch.stop()));

      expect(lines.filter((line) => line.startsWith('ended'))).toEqual([
        expect.stringContaining(`ended ${run.run}, which cannot go on`),
      ]);
      expect(await robbed.isOpen()).toBe(true);
      const stuck = { run: robbed.run, why: 'failing', failure: expect.stringMatching(/^\d+ attempts failed: /) };
      expect(await stuckRuns(temporalClient(), Date.now() + 60_000)).toContainEqual(expect.objectContaining(stuck));
      expect(await document(run)).toMatchObject({
        run: run.run,
        status: 'failed',
        error: { code: 'WORKFLOW_TASK_FAILING', message: expect.stringContaining('a bug that stays') },
      });
    },
    WITHIN_MS,
  );
});

function startBrokenWorker(): void {
  const { address, namespace, storage } = stack();
  startChild('worker/programs/broken-worker.ts', [address, namespace, storage.root]);
}

async function attemptsOf(run: string): Promise<number> {
  const { raw } = await stack().temporalClient.workflow.getHandle(run).describe();
  return raw.pendingWorkflowTask?.attempt ?? 0;
}

/** What `--json` prints of a run that ends in an error. */
async function document(run: RunHandle): Promise<unknown> {
  const stdout = new PassThrough();
  const terminal = { stdout, stderr: new PassThrough(), env: {} } as unknown as Terminal;
  const following = followRun(run, { form: 'json', progress: 'quiet', failures: 'count' }, terminal);
  await expect(following).rejects.toMatchObject({ error: { exitCode: ExitCode.RunFailed } });
  stdout.end();
  return JSON.parse(await text(stdout));
}

function temporalClient(): Client {
  const { temporalClient, namespace } = stack();
  return new Client({ connection: temporalClient.connection, namespace });
}
