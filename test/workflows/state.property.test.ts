import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Ending, RunEvent, RunHappening } from '../../src/workflows/events.js';
import type { LegSpent } from '../../src/workflows/ports.js';
import { type AgentCounts, emptyState, type RunState, reduce, statusOf } from '../../src/workflows/state.js';

const CALLS = 6;
const PHASES = ['Find', 'Check', null] as const;

const call = fc.integer({ min: 1, max: CALLS });
const spent: fc.Arbitrary<LegSpent | null> = fc.option(
  fc.integer({ min: 0, max: 50 }).map((turns) => ({
    usage: { input: 10 * turns, output: turns, cacheRead: 0, cacheWrite: 0 },
    turns,
    requests: turns,
    toolCalls: 0,
  })),
);
const ending: fc.Arbitrary<Ending> = fc.constantFrom<Ending>(
  { status: 'ok' },
  { status: 'skipped', message: 'skipped' },
  { status: 'failed', code: 'API_ERROR', message: '400' },
);
const message = fc.record({ id: fc.constantFrom('a', 'b'), text: fc.string(), by: fc.constant('a person') });
const happening: fc.Arbitrary<RunHappening> = fc.oneof(
  fc.record({ type: fc.constant('phase' as const), title: fc.constantFrom('Find', 'Check', 'New') }),
  fc.record({ type: fc.constant('log' as const), line: fc.string(), scope: fc.constant([]) }),
  fc.record({ type: fc.constant('running' as const), call, leg: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ type: fc.constant('waiting' as const), call, wait: fc.constant({ for: 'resume' as const }), spent }),
  fc.record({ type: fc.constant('settled' as const), call, ending, spent }),
  fc.record({ type: fc.constant('restarted' as const), call, by: fc.constant('a person') }),
  fc.record({ type: fc.constantFrom('steered' as const, 'delivered' as const), call, message }),
  fc.record({
    type: fc.constant('concurrency' as const),
    limit: fc.integer({ min: 1, max: 500 }),
    by: fc.constant('a person'),
  }),
  fc.record({ type: fc.constantFrom('paused' as const, 'resumed' as const), by: fc.constant('a person') }),
);

describe('the fold of a run', () => {
  it('counts each agent once, whatever happens in whatever order', () => {
    fc.assert(
      fc.property(fc.array(happening), (happenings) => {
        const state = folded(happenings);
        expect(sum(state.counts)).toBe(CALLS);
        expect(state.counts.agents).toBe(CALLS);
        for (const bucket of ['agents', 'queued', 'running', 'waiting', 'ok', 'failed', 'skipped'] as const) {
          expect([...state.phases.values()].reduce((total, phase) => total + phase[bucket], 0)).toBe(
            state.counts[bucket],
          );
        }
      }),
    );
  });

  it('keeps an agent that has ended as it is when it is told to begin anew', () => {
    fc.assert(
      fc.property(fc.array(happening), call, (happenings, target) => {
        const before = folded(happenings).agents.get(target)?.position;
        const after = folded([...happenings, { type: 'restarted', call: target, by: 'a person' }]).agents.get(target);
        expect(after?.position).toEqual(before?.at === 'settled' ? before : { at: 'queued' });
      }),
    );
  });

  it('charges what an agent has used in all, however often it is told', () => {
    fc.assert(
      fc.property(fc.array(happening), (happenings) => {
        const state = folded(happenings);
        const used = [...state.agents.values()].reduce((total, agent) => total + (agent.spent?.usage.output ?? 0), 0);
        expect(state.usage.output).toBe(used);
        expect([...state.phases.values()].reduce((total, phase) => total + phase.usage.output, 0)).toBe(used);
      }),
    );
  });

  it('waits when every agent that is not settled waits', () => {
    const wait = { for: 'rate-limit', until: 5, message: '429' } as const;
    const all = Array.from({ length: CALLS }, (_, i) => ({ type: 'waiting', call: i + 1, wait, spent: null }) as const);
    expect(statusOf(folded(all))).toBe('waiting');
    expect(statusOf(folded(all.slice(1)))).toBe('running');
    expect(statusOf(folded([...all, { type: 'paused', by: 'a person' }]))).toBe('paused');
  });
});

/** A run of some agents, all queued to begin with, to which all that happens. */
function folded(happenings: readonly RunHappening[]): RunState {
  const queued = Array.from({ length: CALLS }, (_, i): RunHappening => {
    const phase = PHASES[i % PHASES.length] ?? null;
    return { type: 'queued', call: i + 1, label: `agent ${i + 1}`, phase, scope: [], model: 'm' };
  });
  return [...queued, ...happenings].reduce(
    (state, event, seq) => reduce(state, { ...event, seq, at: seq } as RunEvent),
    emptyState(),
  );
}

function sum({ queued, running, waiting, ok, failed, skipped }: AgentCounts): number {
  return queued + running + waiting + ok + failed + skipped;
}
