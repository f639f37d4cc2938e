import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import { endingLines, exitCodeOf } from '../../../src/cli/output/ending.js';
import { type Failure, type RunResult, totalsOf } from '../../../src/workflows/run-result.js';
import { emptyState } from '../../../src/workflows/state.js';

const plain = pc.createColors(false);

function resultWith(some: Partial<RunResult>, agents = 0): RunResult {
  const totals = { ...totalsOf(emptyState(), 0), agents, tokens: 1_234, durationMs: 5_000 };
  return { run: 'lh-x', status: 'completed', failures: [], worktrees: [], warnings: [], phases: [], totals, ...some };
}

function failure(call: number, code = 'API_ERROR'): Failure {
  const spent = { requests: 1, tokens: 0, durationMs: null };
  return { call, label: `agent ${call}`, phase: call % 2 ? 'Find' : null, code, message: 'scripted\n500', ...spent };
}

describe('the end of a run', () => {
  it('says how it ended and what it took', () => {
    expect(endingLines(resultWith({}, 1), plain)).toEqual(['completed  1 agent · 1.2k tokens · $0.00 · 5.0s']);
  });

  it('tells failures first, each with its reason', () => {
    const failures = [failure(1), failure(2), failure(3, 'CANCELLED')];
    expect(endingLines(resultWith({ status: 'completed_with_failures', failures }, 9), plain)).toEqual([
      '2 of 9 agents failed:',
      '  ✘ agent 1 (Find)  API_ERROR: scripted 500',
      '  ✘ agent 2  API_ERROR: scripted 500',
      '1 agent skipped or cancelled',
      'completed with failures  9 agents · 1.2k tokens · $0.00 · 5.0s',
    ]);
  });

  it('names the worktrees that hold work', () => {
    const worktrees = [{ call: 1, label: 'fix\u001b[31m it', path: '/data/lh-x.1', branch: 'longhaul/lh-x/1-fix-it' }];
    expect(endingLines(resultWith({ worktrees }, 1), plain)).toEqual([
      '1 agent left work in a worktree:',
      '  fix it  longhaul/lh-x/1-fix-it  /data/lh-x.1',
      'completed  1 agent · 1.2k tokens · $0.00 · 5.0s',
    ]);
  });

  it('does not scroll everything away when many agents failed', () => {
    const failures = Array.from({ length: 1_000 }, (_, call) => failure(call));
    const lines = endingLines(resultWith({ status: 'completed_with_failures', failures }, 1_000), plain);
    expect(lines.length).toBeLessThan(30);
    expect(lines.at(-2)).toContain('and 980 more');
  });

  it('names the line of a script that threw', () => {
    const error = { code: 'SCRIPT_THREW', name: 'TypeError', message: 'TypeError: no', line: 12 };
    expect(endingLines(resultWith({ status: 'failed', error }), plain)[0]).toMatch(
      /^failed {2}TypeError: no \(line 12\)/,
    );
  });

  it.each([
    ['completed', 'count', 0],
    ['completed_with_failures', 'count', 1],
    ['completed_with_failures', 'allowed', 0],
    ['failed', 'allowed', 1],
    ['stopped', 'allowed', 1],
    ['rejected', 'count', 2],
  ] as const)('%s (failures %s) exits with %d', (status, failures, code) => {
    expect(exitCodeOf({ status }, failures)).toBe(code);
  });
});
