import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';

const WITHIN_MS = 600_000;
const MANY = 300;
const FEW = 10;
/** Characters. */
const LARGE = 200_000;
const HUGE = 4_000_000;
const ARGS = 5_000_000;

const stack = sharedStack();
beforeAll(async () => void (await stack().startWorker()), WITHIN_MS);

describe('a run of large values', () => {
  it(
    'takes hundreds of large answers, some huge ones, huge arguments and a large script, and its history stays small',
    async () => {
      const run = await stack().run(
        scriptText(`// ${'c'.repeat(500_000)}
const large = await parallel(Array.from({ length: ${MANY} }, (_, i) => async () => (await agent(i + '<<big:${LARGE}>>')).length));
const huge = [];
for (let i = 0; i < ${FEW}; i++) huge.push((await agent(i + '<<big:${HUGE}>>')).length);
return [args.length, large.every((length) => length === ${LARGE}), large.length, huge];`),
        { args: 'a'.repeat(ARGS) },
      );
      const result = await run.result();
      expect(result.result).toEqual([ARGS, true, MANY, Array(FEW).fill(HUGE)]);
      expect(result.totals).toMatchObject({ ok: MANY + FEW, failed: 0 });
      const bytes = await historySize(run);
      process.stderr.write(`history of the last Temporal run: ${bytes} bytes\n`);
      expect(bytes).toBeLessThan(2_000_000);
    },
    WITHIN_MS,
  );

  it(
    'says which call an answer was too large for, and the limit; the run goes on',
    async () => {
      const run = await stack().run(
        scriptText(`const said = await agent('<<big:9000000>>').catch((error) => error.message);
return [said, await agent('<<echo:small>>')];`),
      );
      const { result } = (await run.result()) as unknown as { result: readonly [string, string] };
      expect(result).toEqual([expect.stringMatching(/90\d{5} characters.* 8388608/), 'small']);
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
