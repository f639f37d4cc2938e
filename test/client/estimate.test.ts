import { describe, expect, it } from '@jest/globals';
import type { DryRun } from '../../src/client/dry-run/rehearsal.js';
import { estimatePast, estimatePath } from '../../src/client/estimate.js';
import { estimateRun } from '../../src/client/estimate-run.js';
import { PRICES } from '../../src/config/prices.js';
import { NO_USAGE } from '../../src/interpreter/outcome.js';
import type { Totals } from '../../src/workflows/run-result.js';
import type { RunSpec } from '../../src/workflows/spec.js';

const SONNET = 'claude-sonnet-5-5';

function walked(models: DryRun['models'], ended: 'returned' | 'cut' = 'returned'): DryRun {
  const agents = models.reduce((sum, model) => sum + model.agents, 0);
  const end = ended === 'cut' ? ({ ended, cut: 'calls' } as const) : ({ ended } as const);
  return { agents, calls: agents, reused: 0, begun: 0, phases: [], models, labels: [], logs: [], ...end };
}

function took(agents: number, output: number, usd: number | null): Totals {
  const cost = usd === null ? { usd: 0, unknown: output } : { usd, unknown: 0 };
  const counts = { agents, ok: agents, failed: 0, skipped: 0, requests: agents, durationMs: 1 };
  return { ...counts, tokens: output, usage: { ...NO_USAGE, output }, cost };
}

describe('the estimate of a path', () => {
  it('takes an agent for what it used in past runs, at the price of the model that would serve it', () => {
    const path = estimatePath(walked([{ id: SONNET, agents: 3 }]), PRICES, [took(1, 200_000, 9), took(3, 200_000, 9)]);
    expect(path).toMatchObject({ agents: 3, atLeast: false, perAgent: 100_000, tokens: 300_000, from: 'past' });
    expect(path.cost).toEqual({ usd: 3, unknown: 0 }); // $10 a million
  });

  it('assumes something where there is no past, and says so', () => {
    const path = estimatePath(walked([{ id: SONNET, agents: 2 }], 'cut'), PRICES, []);
    expect(path).toMatchObject({ from: 'assumption', atLeast: true, tokens: 2 * path.perAgent });
    expect(path.cost.usd).toBeGreaterThan(0);
  });

  it('leaves an unknown price unknown, also beside known ones', () => {
    const models = [
      { id: SONNET, agents: 1 },
      { id: 'somebody-else-1', agents: 2 },
    ];
    const { cost } = estimatePath(walked(models), PRICES, [took(1, 1_000, 9)]);
    expect(cost).toEqual({ usd: 0.01, unknown: 2_000 });
  });

  it('does not take the tokens of many requests for one long request', () => {
    const many: Totals = { ...took(1, 0, 1), usage: { ...NO_USAGE, input: 1_000_000 } };
    expect(estimatePath(walked([{ id: 'claude-haiku-5-5', agents: 1 }]), PRICES, [many]).cost.usd).toBe(0.1);
  });

  it('of no agents is nothing', () => {
    expect(estimatePath(walked([]), PRICES, [])).toMatchObject({ agents: 0, tokens: 0, cost: { usd: 0, unknown: 0 } });
  });
});

describe('what past runs took', () => {
  it('is the median of each figure', () => {
    expect(estimatePast([took(1, 10, 1), took(9, 50, 2), took(2, 20, 9)])).toEqual({
      runs: 3,
      agents: 2,
      tokens: 20,
      usd: 2,
    });
    expect(estimatePast([took(1, 10, 1), took(2, 30, 2)])).toEqual({ runs: 2, agents: 1.5, tokens: 20, usd: 1.5 });
  });

  it('is unknown in dollars where one of them is', () => {
    expect(estimatePast([took(1, 10, 1), took(2, 30, null)])?.usd).toBeNull();
  });

  it('is nothing without any', () => {
    expect(estimatePast([])).toBeNull();
  });
});

describe('an estimate', () => {
  it('that cannot be made keeps no run from starting', async () => {
    // No script that could be walked, and a server that has gone away or does not answer.
    const spec = { script: { meta: { name: 'x' } } } as RunSpec;
    const gone = { past: () => Promise.reject(new Error('gone')) };
    const silent = { past: () => new Promise<never>(() => {}) };
    for (const client of [gone, silent]) {
      expect(await estimateRun(client, spec, 50)).toEqual({ path: null, past: null });
    }
  });
});
