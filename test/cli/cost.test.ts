import { describe, expect, it } from '@jest/globals';
import { costLines } from '../../src/cli/commands/cost.js';
import { costReport } from '../../src/workflows/cost-report.js';
import { done, queued, stateAfter } from '../support/run-story.js';

describe('what a run has cost', () => {
  it('is told by phase, by model and by agent; what has no price is never left out', () => {
    const state = stateAfter([
      queued(1, 'one', 'Find'),
      queued(2, 'two\u001b[31m'),
      done(1, 1_000),
      {
        type: 'settled',
        call: 2,
        ending: { status: 'ok' },
        spent: { usage: { input: 0, output: 500, cacheRead: 0, cacheWrite: 0 }, turns: 1, requests: 1, toolCalls: 0 },
      },
    ]);
    expect(costLines(costReport('lh-x', state, 5))).toEqual([
      'lh-x  1.5k tokens · $0.10 + unknown',
      'by phase',
      '  Find  1.0k tokens · $0.10',
      '  agents without a phase  500 tokens · unknown cost',
      'by model',
      '  some-model  2 agents  1.5k tokens · $0.10 + unknown',
      'the 2 dearest agents',
      '  one  1.0k tokens · $0.10',
      '  two  500 tokens · unknown cost',
      'No price is known for 500 of the tokens: they are in no sum of dollars.',
    ]);
  });
});
