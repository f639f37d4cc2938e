import type { RunEvent, RunHappening, Seq } from './events.js';
import { emptyState, type RunState, reduce } from './state.js';

/** Events of a run and the state they fold to. The one place a run's story is written. */
export interface Ledger {
  readonly state: RunState;
  /** Number of events so far. */
  readonly length: number;
  record(happening: RunHappening): void;
  /** Takes over what happened before; until `listen` nothing else is recorded, since the script tells it all again. */
  recall(events: readonly RunEvent[]): void;
  listen(): void;
  /** Events from `from` on, at most `limit` of them. */
  since(from: Seq, limit: number): readonly RunEvent[];
}

/** `now`: the workflow's clock, in milliseconds since the epoch. */
export function openLedger(now: () => number): Ledger {
  const state = emptyState();
  const events: RunEvent[] = [];
  let recalling = false;
  return {
    state,
    get length() {
      return events.length;
    },
    record(happening) {
      if (recalling) return;
      const event: RunEvent = { ...happening, seq: events.length, at: now() };
      events.push(event);
      reduce(state, event);
    },
    recall(before) {
      recalling = true;
      for (const event of before) {
        events.push(event);
        reduce(state, event);
      }
    },
    listen() {
      recalling = false;
    },
    since: (from, limit) => events.slice(from, from + limit),
  };
}
