import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';

const WITHIN_MS = 120_000;
const stack = sharedStack();
beforeAll(async () => {
  await stack().startWorker();
}, WITHIN_MS);

describe('big values', () => {
  it.each([
    [
      'prompts and answers of 200 KB',
      `return await parallel([0, 1, 2, 3].map((i) => async () => {
  const answer = await agent(i + '<<big:200000>>' + 'p'.repeat(200_000));
  return answer.length;
}));`,
      undefined,
      [200_000, 200_000, 200_000, 200_000],
    ],
    [
      'arguments of 1 MB',
      'return [args.length, await agent("<<echo:small>>")];',
      'a'.repeat(1_000_000),
      [1_000_000, 'small'],
    ],
    ['a script of 400 KB', `// ${'c'.repeat(400_000)}\nreturn await agent("<<echo:small>>");`, undefined, 'small'],
    ['a result of 1 MB', 'return "r".repeat(1_000_000);', undefined, 'r'.repeat(1_000_000)],
  ] as const)(
    'do not grow the history: %s',
    async (_what, body, args, result) => {
      const run = await stack().run(scriptText(body), args === undefined ? {} : { args });
      expect(await run.result()).toMatchObject({ status: 'completed' });
      expect((await run.result()).result).toEqual(result);
      expect(await historySize(run)).toBeLessThan(40_000);
    },
    WITHIN_MS,
  );
});

/** Bytes. */
async function historySize({ run }: RunHandle): Promise<number> {
  const { historySize } = await stack().temporalClient.workflow.getHandle(run).describe();
  if (historySize === undefined) throw new Error('the server does not tell the size of the history');
  return historySize;
}
