import { expect } from '@jest/globals';
import type { RetryPolicy } from '../../src/workflows/ports.js';
import { DEFAULT_RUN_LIMITS } from '../../src/workflows/spec.js';
import { ALL_AT_ONCE, agentsOfTurns } from './agents-of-turns.js';
import type { Stack } from './stack.js';
import { until } from './until.js';

export interface LimitedRun {
  readonly agents: number;
  /** Requests that each agent needs. */
  readonly turns: number;
  /** How long the provider limits everybody, saying `retry-after`, and behind that its usage limit, in milliseconds. */
  readonly shortMs: number;
  readonly longMs: number;
  readonly retry?: Partial<RetryPolicy>;
}

const AT_ONCE = 16;
/** Milliseconds: the longest a test of the full tier may have to wait. */
const WITHIN_MS = 150_000;

/** Starts a run whose provider begins to limit it when some of its agents are done, and follows it to its end. */
export async function limitedRun(stack: Stack, { agents, turns, shortMs, longMs, retry }: LimitedRun): Promise<void> {
  const { prompts, answers } = agentsOfTurns(agents, turns, 50);
  const limits = { concurrency: AT_ONCE, retry: { ...DEFAULT_RUN_LIMITS.retry, ...retry } };
  const run = await stack.run(ALL_AT_ONCE, { args: prompts, limits });
  await until('some agents are done', async () => (await run.overview()).totals.ok >= AT_ONCE);
  await stack.limitModel([{ ms: shortMs }, { ms: longMs, tells: 'reset' }]);
  await until('the run waits', async () => (await run.overview()).status === 'waiting', WITHIN_MS);

  const { status, result, failures } = await run.result();
  expect({ status, failures, result }).toEqual({ status: 'completed', failures: [], result: answers });
  const { byTask, refusedByTask, refused } = await stack.modelStats();
  // In flight when it began: one an agent at work. From then on one that tries, each time.
  expect(refused[0]).toBeLessThanOrEqual(AT_ONCE);
  expect(refused[1]).toBeLessThanOrEqual(1);
  const answered = prompts.map((prompt) => (byTask[prompt] ?? 0) - (refusedByTask[prompt] ?? 0));
  expect(answered).toEqual(prompts.map(() => turns));
}
