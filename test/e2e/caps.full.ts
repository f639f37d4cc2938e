import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import { tokensOf } from '../../src/interpreter/outcome.js';
import type { RunCaps } from '../../src/workflows/spec.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 180_000;
const BY = { by: 'a test' };
const AT_ONCE = 8;

const stack = sharedStack();
beforeAll(async () => void (await stack().startWorker()), WITHIN_MS);

/** Of each request: 10,000 tokens of output are $0.10, what else it takes is a fraction of that. */
const TOKENS = 10_000;
const USD_AT_MOST = 0.15;
const { prompts, answers } = agentsOfTurns(40, 3, 20);
const dearPrompts = prompts.map((prompt) => `<<tokens:${TOKENS}>>${prompt}`);

function start(caps: Partial<RunCaps>, args: readonly string[] = dearPrompts): Promise<RunHandle> {
  const limits = { concurrency: AT_ONCE };
  return stack().run(ALL_AT_ONCE, { args, limits, caps: { onCap: 'pause', agent: {}, ...caps } });
}

async function untilPaused(run: RunHandle): Promise<string> {
  await until('the run is paused', async () => (await run.overview()).status === 'paused', 120_000);
  return (await run.overview()).pausedFor ?? '';
}

async function requestsOf(work: () => Promise<void>): Promise<number> {
  const before = (await stack().modelStats()).requests;
  await work();
  return (await stack().modelStats()).requests - before;
}

describe('a run with a cap in dollars', () => {
  it(
    'pauses at it, overshot by at most one request an agent at work, and completes when it is raised; nothing is asked twice',
    async () => {
      const many = agentsOfTurns(200, 3, 20);
      const dear = many.prompts.map((prompt) => `<<tokens:${TOKENS}>>${prompt}`);
      const asked = await requestsOf(async () => {
        const run = await start({ maxUsd: 1 }, dear);
        expect(await untilPaused(run)).toContain(`longhaul raise ${run.run} --max-usd`);
        const { cost } = await run.cost(0);
        expect(cost.usd).toBeGreaterThanOrEqual(1);
        expect(cost.usd).toBeLessThanOrEqual(1 + AT_ONCE * USD_AT_MOST);
        expect(cost.unknown).toBe(0);
        await expect(run.resume(BY)).rejects.toMatchObject({ code: 'WRONG_STATE' });

        await run.raise({ ...BY, maxUsd: 200 });
        expect(await run.result()).toMatchObject({ status: 'completed', result: many.answers });
      });
      expect(asked).toBe(many.requests);
    },
    WITHIN_MS,
  );

  it(
    'refuses a lower one, and one on what has none',
    async () => {
      const run = await start({ maxUsd: 0.01 });
      await untilPaused(run);
      const lower = run.raise({ ...BY, maxUsd: 0.01 });
      await expect(lower).rejects.toMatchObject({ fields: { why: expect.stringContaining('can only be raised') } });
      const absent = run.raise({ ...BY, maxTokens: 5 });
      await expect(absent).rejects.toMatchObject({ fields: { why: expect.stringContaining('--max-tokens') } });
      await run.stop(BY);
      await run.result();
    },
    WITHIN_MS,
  );

  it(
    'ends at it when that is wanted',
    async () => {
      const run = await start({ maxUsd: 1, onCap: 'stop' });
      const { status, error, totals } = await run.result();
      expect(status).toBe('stopped');
      expect(error?.message).toContain('the cap of $1.00');
      expect(totals.cost?.usd).toBeLessThanOrEqual(1 + AT_ONCE * USD_AT_MOST);
    },
    WITHIN_MS,
  );
});

describe('a run with a cap on tokens', () => {
  it(
    'pauses at it, and shows it to the script as its budget',
    async () => {
      const script = scriptText(
        'const before = budget.total; await agent(args[0]); return [before, budget.spent() >= before, await agent(args[1])]',
      );
      const caps = { maxTokens: 15_000, onCap: 'pause', agent: {} } as const;
      const run = await stack().run(script, { args: dearPrompts, caps });
      expect(await untilPaused(run)).toContain('--max-tokens');
      const { usage } = await run.cost(0);
      expect(tokensOf(usage)).toBeGreaterThanOrEqual(15_000);
      await run.raise({ ...BY, maxTokens: 1_000_000 });
      expect(await run.result()).toMatchObject({ status: 'completed', result: [15_000, true, answers[1]] });
    },
    WITHIN_MS,
  );
});

describe('a run with a cap on its time', () => {
  it(
    'pauses when it is over, and goes on when it is raised',
    async () => {
      const slow = agentsOfTurns(40, 3, 300); // takes more than four seconds on any machine
      const run = await start({ maxDurationMs: 1_500 }, slow.prompts);
      expect(await untilPaused(run)).toContain('--max-duration');
      await run.raise({ ...BY, maxDurationMs: 3_600_000 });
      expect(await run.result()).toMatchObject({ status: 'completed', result: slow.answers });
    },
    WITHIN_MS,
  );
});

describe('a cap of each agent', () => {
  it(
    'ends the agent, never the run',
    async () => {
      const run = await start({ agent: { maxUsd: 0.05 } });
      const { status, failures } = await run.result();
      expect(status).toBe('completed_with_failures');
      expect(failures.map(({ code }) => code)).toEqual(Array(40).fill('MAX_USD'));
    },
    WITHIN_MS,
  );
});
