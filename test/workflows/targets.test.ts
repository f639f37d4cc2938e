import { describe, expect, it } from '@jest/globals';
import type { RunEvent, RunHappening } from '../../src/workflows/events.js';
import { emptyState, type RunState, reduce } from '../../src/workflows/state.js';
import { whyNot } from '../../src/workflows/targets.js';

const ROLES = ['at work', 'waits', 'is queued', 'has ended'];

/** Agents 1 to 4, one in each of the roles. */
function run(more: readonly RunHappening[] = []): RunState {
  const queued = ROLES.map(
    (label, i): RunHappening => ({ type: 'queued', call: i + 1, label, phase: null, scope: [], model: 'm' }),
  );
  const began = [1, 2, 4].map((call): RunHappening => ({ type: 'running', call, leg: 1 }));
  const happened: readonly RunHappening[] = [
    ...queued,
    ...began,
    { type: 'waiting', call: 2, wait: { for: 'resume' }, spent: null },
    { type: 'settled', call: 4, ending: { status: 'ok' }, spent: null },
    ...more,
  ];
  return happened.reduce((state, event, seq) => reduce(state, { ...event, seq, at: seq } as RunEvent), emptyState());
}

describe('which agents a control may be meant for', () => {
  it.each([
    ['kill', [1, 2, 3]],
    ['steer', [1, 2, 3]],
    ['restart', [1, 2]],
    ['skip', [3]],
  ] as const)('%s: those of which it makes sense', (control, targets) => {
    expect([1, 2, 3, 4, 5].filter((call) => whyNot(run(), control, call) === null)).toEqual(targets);
  });

  it('is said to those who name another one', () => {
    expect(whyNot(run(), 'skip', 2)).toBe('agent 2 (waits) has begun (kill ends it). Agents to skip: 3 (is queued)');
    expect(whyNot(run(), 'restart', 7)).toBe('there is no agent 7. Agents to restart: 1 (at work), 2 (waits)');
    expect(whyNot(run(), 'kill', 4)).toMatch(/^agent 4 \(has ended\) has ended already \(ok\)\./);
  });

  it('is told in short when there are many, or none', () => {
    const many = Array.from(
      { length: 40 },
      (_, i): RunHappening => ({
        type: 'queued',
        call: 10 + i,
        label: 'x'.repeat(500),
        phase: null,
        scope: [],
        model: 'm',
      }),
    );
    const why = whyNot(run(many), 'kill', 99) ?? '';
    expect(why).toContain('and 33 more');
    expect(why.length).toBeLessThan(1_000);
    expect(whyNot(emptyState(), 'kill', 1)).toBe('there is no agent 1. There is no agent to kill');
  });

  it('counts an agent that begins anew as begun, though it queues', () => {
    const state = run([{ type: 'restarted', call: 1, by: 'a person' }]);
    expect(state.agents.get(1)).toMatchObject({ restarts: 1, position: { at: 'queued' } });
    expect(whyNot(state, 'skip', 1)).toContain('has begun');
    expect(whyNot(state, 'restart', 1)).toBeNull();
  });
});
