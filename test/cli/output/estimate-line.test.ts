import { describe, expect, it } from '@jest/globals';
import { estimateLine } from '../../../src/cli/output/estimate-line.js';
import type { PastEstimate, PathEstimate } from '../../../src/client/estimate.js';

const PATH: PathEstimate = {
  agents: 12,
  atLeast: false,
  tokens: 1_500_000,
  cost: { usd: 1.23, unknown: 0 },
  perAgent: 125_000,
  from: 'assumption',
};
const PAST: PastEstimate = { runs: 5, agents: 14, tokens: 1_800_000, usd: 2.1 };

describe('the line of an estimate', () => {
  it.each([
    [
      { path: PATH, past: null },
      'estimate: 12 agents on one path of the script, some 1.5M tokens · $1.23 (a guess: 125k tokens an agent)',
    ],
    [
      { path: { ...PATH, atLeast: true, from: 'past' }, past: PAST },
      'estimate: 12+ agents on one path of the script, some 1.5M tokens · $1.23 (125k tokens an agent, as before); 5 runs before took 14 agents · 1.8M tokens · $2.10 (median)',
    ],
    [
      { path: null, past: { runs: 1, agents: 1, tokens: 900, usd: null } },
      'estimate: the run before took 1 agent · 900 tokens · unknown cost',
    ],
    [{ path: { ...PATH, agents: 0 }, past: null }, 'estimate: no agents on one path of the script'],
  ] as const)('says what is known, and how (%#)', (estimate, line) => {
    expect(estimateLine(estimate)).toBe(line);
  });

  it('never says a sum where a price is unknown', () => {
    const line = estimateLine({ path: { ...PATH, cost: { usd: 0, unknown: 1_500_000 } }, past: null });
    expect(line).toContain('1.5M tokens · unknown cost');
    expect(line).not.toContain('$');
  });

  it('is none when nothing is known', () => {
    expect(estimateLine({ path: null, past: null })).toBeNull();
  });
});
