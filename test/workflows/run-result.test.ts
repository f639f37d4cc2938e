import { describe, expect, it } from '@jest/globals';
import type { RunEvent, RunHappening } from '../../src/workflows/events.js';
import { type RunEnding, resultOf } from '../../src/workflows/run-result.js';
import { emptyState, type RunState, reduce } from '../../src/workflows/state.js';

const RETURNED: RunEnding = { kind: 'returned', value: 7 };

describe('the result of a run', () => {
  it('has no result key when the script returned undefined', () => {
    expect(resultOf('lh-x', { kind: 'returned', value: undefined }, state(), 0)).not.toHaveProperty('result');
    expect(resultOf('lh-x', RETURNED, state(), 0)).toMatchObject({ status: 'completed', result: 7 });
  });

  it('completed never hides lost work', () => {
    const result = resultOf('lh-x', RETURNED, state({ status: 'failed', code: 'API_ERROR', message: '400' }), 0);
    expect(result.status).toBe('completed_with_failures');
    const took = { requests: 0, tokens: 0, durationMs: null };
    expect(result.failures).toEqual([
      { call: 1, label: 'one', phase: 'Find', code: 'API_ERROR', message: '400', ...took },
    ]);
  });

  it('an agent the script did not wait for is told, and is no failure of the run', () => {
    const result = resultOf('lh-x', RETURNED, state({ status: 'failed', code: 'CANCELLED', message: 'left' }), 0);
    expect(result.status).toBe('completed');
    expect(result.failures).toHaveLength(1);
  });

  it('a fault is an error with its code and place', () => {
    const fault = { name: 'TypeError', message: 'TypeError: bad', line: 3, stack: [] };
    const result = resultOf('lh-x', { kind: 'faulted', code: 'SCRIPT_THREW', fault }, state(), 0);
    expect(result).toMatchObject({ status: 'failed', error: { code: 'SCRIPT_THREW', name: 'TypeError', line: 3 } });
  });

  it('names the worktrees that hold work', () => {
    const worktree = { path: '/data/lh-x.1', branch: 'longhaul/lh-x/1-one' };
    const kept = reduce(state(), { type: 'kept', call: 1, worktree, seq: 9, at: 9 });
    expect(resultOf('lh-x', RETURNED, kept, 0).worktrees).toEqual([{ call: 1, label: 'one', ...worktree }]);
    expect(resultOf('lh-x', RETURNED, state(), 0).worktrees).toEqual([]);
  });

  it('a stop says who stopped it', () => {
    const result = resultOf('lh-x', { kind: 'stopped', by: 'ann@host' }, state(), 0);
    expect(result).toMatchObject({ status: 'stopped', error: { message: 'stopped by ann@host' } });
  });
});

type Settled = Extract<RunHappening, { type: 'settled' }>;

/** A run of one agent, which may have ended. */
function state(ending?: Settled['ending']): RunState {
  const queued = { type: 'queued', call: 1, label: 'one', phase: 'Find', scope: [], model: 'm' } as const;
  const settled: readonly Settled[] = ending ? [{ type: 'settled', call: 1, ending, spent: null }] : [];
  return [queued, ...settled].reduce(
    (folded, event, seq) => reduce(folded, { ...event, seq, at: seq } as RunEvent),
    emptyState(),
  );
}
