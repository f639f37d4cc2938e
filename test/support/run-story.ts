import type { RunEvent, RunHappening } from '../../src/workflows/events.js';
import { emptyState, reduce, type RunState } from '../../src/workflows/state.js';

/** Happenings as the events of a run: one a second, from second 0 on. */
export function eventsOf(happenings: readonly RunHappening[]): readonly RunEvent[] {
  return happenings.map((happening, seq) => ({ ...happening, seq, at: seq * 1_000 }));
}

export function stateAfter(happenings: readonly RunHappening[]): RunState {
  return eventsOf(happenings).reduce(reduce, emptyState());
}

export const started = (...titles: string[]): RunHappening => ({
  type: 'started',
  name: 'audit',
  description: 'looks around',
  phases: titles.map((title) => ({ title })),
});

export const queued = (call: number, label: string, phase: string | null = null): RunHappening => ({
  type: 'queued',
  call,
  label,
  phase,
  scope: [],
  model: 'some-model',
});

export const running = (call: number): RunHappening => ({ type: 'running', call, leg: 1 });

/** Ends well, with that many tokens used, at $100 a million. */
export const done = (call: number, output = 0): RunHappening => ({
  type: 'settled',
  call,
  ending: { status: 'ok' },
  spent: {
    usage: { input: 0, output, cacheRead: 0, cacheWrite: 0 },
    turns: 1,
    requests: 1,
    toolCalls: 0,
    cost: { usd: output / 10_000, unknown: 0 },
  },
});

export const lost = (call: number, message: string): RunHappening => ({
  type: 'settled',
  call,
  ending: { status: 'failed', code: 'API_ERROR', message },
  spent: null,
});
