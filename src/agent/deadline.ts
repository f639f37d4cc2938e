import { setMaxListeners } from 'node:events';
import type { Stop } from './stop.js';

/** The wish that a leg give up its slot, and the end of its agent's time. To be released beside the stop it is made of. */
export interface TimedStop extends Stop {
  /** True when the agent's time is over. */
  expired(): boolean;
}

export interface Deadline {
  /** Milliseconds since the epoch; null for no limit. */
  readonly at: number | null;
  readonly now: () => number;
}

/** Timers cannot wait longer, in milliseconds. Beyond it the time is looked at between turns only. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** When the agent's time is over what is in flight is dropped at once, without a grace. */
export function withDeadline(stop: Stop, { at, now }: Deadline): TimedStop {
  if (at === null) return { ...stop, expired: () => false, release: () => {} };
  const over = new AbortController();
  const left = at - now();
  if (left <= 0) over.abort();
  const timer = left > LONGEST_TIMER ? undefined : setTimeout(() => over.abort(), left);
  const dropTools = AbortSignal.any([stop.dropTools, over.signal]);
  // One listener a tool call in flight: a reply may hold any number of them.
  setMaxListeners(0, dropTools);
  return {
    asked: AbortSignal.any([stop.asked, over.signal]),
    dropTools,
    drop: AbortSignal.any([stop.drop, over.signal]),
    reason: stop.reason,
    expired: () => over.signal.aborted || now() >= at,
    release: () => clearTimeout(timer),
  };
}
