import type { RunEvent, RunHappening, Seq } from './events.js';
import { emptyState, type RunState, reduce } from './state.js';

/** Events of a run and the state they fold to. The one place a run's story is written. */
export interface Ledger {
  readonly state: RunState;
  /** Number of events so far. */
  readonly length: number;
  record(happening: RunHappening): void;
  /** Events from `from` on, at most `limit` of them. */
  since(from: Seq, limit: number): readonly RunEvent[];
}

/** `now`: the workflow's clock, in milliseconds since the epoch. */
export function openLedger(now: () => number): Ledger {
  const state = emptyState();
  const events: RunEvent[] = [];
  return {
    state,
    get length() {
      return events.length;
    },
    record(happening) {
      const event: RunEvent = { ...happening, seq: events.length, at: now() };
      events.push(event);
      reduce(state, event);
    },
    since: (from, limit) => events.slice(from, from + limit),
  };
}
