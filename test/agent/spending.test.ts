import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModelPrice } from '../../src/config/prices.js';
import { type AgentBench, legRequest, openAgentBench } from '../support/agent-bench.js';

/** A dollar for each token of output, and nothing else: an answer of the scripted model is $50. */
const PRICE: ModelPrice = {
  input: 0,
  output: 1_000_000,
  cacheWrite: 0,
  cacheWriteHour: 0,
  cacheRead: 0,
  webSearches: 0,
};
const THREE_TURNS = '<<tool:Glob {"pattern":"*.js"}>><<tool:Glob {"pattern":"*.ts"}>><<echo:done>>';

let bench: AgentBench;
beforeAll(async () => {
  bench = await openAgentBench();
});
afterAll(() => bench.close());

describe('a leg with a lease', () => {
  it.each([
    ['in dollars', { usd: 51 }],
    ['on tokens', { tokens: 151 }],
  ])('%s asks while it is below, then comes back, and its successor goes on', async (_what, lease) => {
    const ref = { run: `lh-lease-${Object.keys(lease)[0]}`, call: 1 };
    const request = legRequest(THREE_TURNS, { ...ref, price: PRICE, lease });
    const before = bench.server.stats().requests;
    const first = await bench.run(request);
    expect(first).toMatchObject({ kind: 'yielded', why: { reason: 'budget' } });
    expect(first.spent.requests).toBeLessThanOrEqual(2);

    const { lease: _spent, ...unbound } = request;
    const second = await bench.run({ ...unbound, leg: 2 });
    expect(second).toMatchObject({
      kind: 'done',
      outcome: { status: 'ok', value: 'done' },
      spent: { cost: { usd: 150, unknown: 0 } },
    });
    expect(bench.server.stats().requests - before).toBe(3);
  });

  it('that is spent already asks nothing', async () => {
    const request = legRequest(THREE_TURNS, { run: 'lh-lease-spent', lease: { usd: 0 }, price: PRICE });
    const before = bench.server.stats().requests;
    expect(await bench.run(request)).toMatchObject({ kind: 'yielded', why: { reason: 'budget' } });
    expect(bench.server.stats().requests).toBe(before);
  });
});

describe('an agent with a limit in dollars', () => {
  it('is lost when it is not done by then', async () => {
    const request = legRequest(THREE_TURNS, { run: 'lh-max-usd', options: { maxUsd: 60 }, price: PRICE });
    expect(await bench.run(request)).toMatchObject({
      kind: 'done',
      outcome: { status: 'failed', code: 'MAX_USD', seen: 'null' },
      spent: { cost: { usd: 100 } },
    });
  });

  it('whose model has no price has an unknown cost, and no such limit', async () => {
    const request = legRequest('<<echo:done>>', { run: 'lh-no-price', options: { maxUsd: 1 } });
    const { spent } = await bench.run(request);
    expect(spent.cost?.usd).toBe(0);
    expect(spent.cost?.unknown).toBeGreaterThanOrEqual(150);
  });
});
