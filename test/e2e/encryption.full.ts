import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 300_000;
const KEY = `test:${Buffer.alloc(32, 1).toString('base64')}`;
const OTHER = `other:${Buffer.alloc(32, 2).toString('base64')}`;
const MARKER = 'MARKERtheserverneversees';

const stack = sharedStack({ keys: KEY });

describe('a run with encryption', () => {
  it(
    'waits for a worker that has the key, ends as it would without, and leaves no plain text behind',
    async () => {
      const stranger = await stack().startWorker(OTHER);
      const body = `const small = await agent('<<echo:' + args + '>>');
const big = await agent('<<echo:' + (args + ' ').repeat(500) + '>>');
log(small);
return [small, big.length];`;
      const run = await stack().run(scriptText(body), { args: MARKER });
      const handle = stack().temporalClient.workflow.getHandle(run.run);
      await until('a worker without the key has failed', async () => {
        const { raw } = await handle.describe();
        return (raw.pendingWorkflowTask?.attempt ?? 0) > 1;
      });
      const { history } = await stack().temporalClient.workflowService.getWorkflowExecutionHistory({
        namespace: stack().namespace,
        execution: { workflowId: run.run },
      });
      const failed = history?.events?.find((event) => event.workflowTaskFailedEventAttributes);
      expect(failed?.workflowTaskFailedEventAttributes?.failure?.message).toMatch(
        /is encrypted with the key test\.[0-9a-f]{8}, which is not given \(given: other\.[0-9a-f]{8}\)/,
      );
      await stranger.end('SIGTERM');

      await stack().startWorker();
      expect(await run.result()).toMatchObject({ status: 'completed', result: [MARKER, expect.any(Number)] });
      const folder = dirname(stack().storage.root);
      const written = [...(await databaseFiles(folder)), ...(await filesBelow(stack().storage.root))];
      expect(written.length).toBeGreaterThan(3);
      for (const file of written) {
        const content = await readFile(file);
        expect({ file, found: content.includes(MARKER) }).toEqual({ file, found: false });
      }
    },
    WITHIN_MS,
  );
});

/** The database with what has not been merged into it. */
async function databaseFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith('temporal.sqlite')).map((name) => join(folder, name));
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
