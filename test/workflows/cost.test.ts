import { describe, expect, it } from '@jest/globals';
import { PRICES, priceOf } from '../../src/config/prices.js';
import { NO_USAGE } from '../../src/interpreter/outcome.js';
import { costReport } from '../../src/workflows/cost-report.js';
import { type Cost, costInWords, costOf } from '../../src/workflows/cost.js';
import type { LegSpent } from '../../src/workflows/ports.js';
import { queued, started, stateAfter } from '../support/run-story.js';

const SONNET = priceOf('claude-sonnet-5-5', PRICES);
const HAIKU = priceOf('claude-haiku-5-5', PRICES);
const MILLION = 1_000_000;

describe('the cost of a request', () => {
  it.each([
    ['input', { input: MILLION }, 2],
    ['output, thinking included', { output: MILLION, thinking: MILLION / 2 }, 10],
    ['what is written to the cache for five minutes', { cacheWrite: MILLION }, 2.5],
    ['and for an hour', { cacheWrite: MILLION, cacheWriteHour: MILLION }, 4],
    ['what is read from the cache', { cacheRead: MILLION }, 0.1],
    ['searches', { webSearches: 3 }, 0.03],
  ])('counts %s', (_what, used, usd) => {
    expect(costOf({ ...NO_USAGE, ...used }, SONNET)).toEqual({ usd: expect.closeTo(usd, 9), unknown: 0 });
  });

  it('follows the length of the prompt where the price does', () => {
    expect(costOf({ ...NO_USAGE, cacheRead: 100_000 }, HAIKU).usd).toBeCloseTo(0.001, 9);
    expect(costOf({ ...NO_USAGE, input: 1, cacheRead: 100_000 }, HAIKU).usd).toBeCloseTo(0.005, 5);
  });

  it('is unknown without a price, never 0', () => {
    expect(costOf({ input: 1, output: 2, cacheRead: 3, cacheWrite: 4 }, undefined)).toEqual({ usd: 0, unknown: 10 });
  });

  it.each([
    [{ usd: 0.424, unknown: 0 }, '$0.42'],
    [{ usd: 0.0012, unknown: 0 }, '$0.0012'],
    [{ usd: 0, unknown: 0 }, '$0.00'],
    [{ usd: 0, unknown: 5 }, 'unknown cost'],
    [{ usd: 1, unknown: 5 }, '$1.00 + unknown'],
  ])('%j is said as %s', (cost, words) => {
    expect(costInWords(cost)).toBe(words);
  });
});

describe('the costs of a run', () => {
  const state = stateAfter([
    started('Find', 'Check'),
    { ...queued(1, 'one', 'Find'), model: 'a' } as ReturnType<typeof queued>,
    { ...queued(2, 'two', 'Check'), model: 'b' } as ReturnType<typeof queued>,
    { type: 'waiting', call: 1, wait: { for: 'budget' }, spent: spent(10, { usd: 1, unknown: 0 }) },
    { type: 'spent', call: 1, spent: spent(30, { usd: 3, unknown: 0 }) },
    { type: 'settled', call: 2, ending: { status: 'ok' }, spent: spent(7) },
  ]);

  it('are those of its agents, told once', () => {
    expect(state.cost).toEqual({ usd: 3, unknown: 7 });
    expect(state.usage).toEqual({ ...NO_USAGE, output: 37, thinking: 37 });
    expect(state.phases.get('Find')?.cost).toEqual({ usd: 3, unknown: 0 });
  });

  it('are told by phase, by model and by agent, the dearest first', () => {
    expect(costReport('lh-x', state, 1)).toMatchObject({
      cost: { usd: 3, unknown: 7 },
      phases: [
        { name: 'Find', cost: { usd: 3 } },
        { name: 'Check', cost: { unknown: 7 } },
      ],
      models: [{ name: 'a' }, { name: 'b', cost: { usd: 0, unknown: 7 } }],
      agents: [{ call: 1, name: 'one', cost: { usd: 3, unknown: 0 } }],
    });
  });
});

/** Recorded without a cost: as runs were before there were prices. */
function spent(output: number, cost?: Cost): LegSpent {
  const usage = { ...NO_USAGE, output, thinking: output };
  return { usage, turns: 1, requests: 1, toolCalls: 0, ...(cost && { cost }) };
}
