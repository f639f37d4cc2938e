import type { CallId } from '../../interpreter/call.js';
import type { RunEvent } from '../../workflows/events.js';
import { emptyState, reduce } from '../../workflows/state.js';

/** When what happened. Milliseconds since the epoch. */
export interface Timeline {
  readonly from: number;
  readonly until: number;
  /** By call: how its agent stood, oldest first. One that was settled at once has none. */
  readonly stretches: ReadonlyMap<CallId, readonly Stretch[]>;
}

export interface Stretch {
  readonly at: 'queued' | 'running' | 'waiting';
  readonly from: number;
  readonly until: number;
}

/** The run up to `until`: what goes on is cut there. */
export function timelineOf(events: readonly RunEvent[], startedAt: number, until: number): Timeline {
  const state = emptyState();
  const stretches = new Map<CallId, Stretch[]>();
  const open = new Map<CallId, Pick<Stretch, 'at' | 'from'>>();
  const close = (call: CallId, at: number): void => {
    const stretch = open.get(call);
    if (!stretch || at <= stretch.from) return;
    const closed = { ...stretch, until: at };
    const before = stretches.get(call);
    if (before) before.push(closed);
    else stretches.set(call, [closed]);
  };
  for (const event of events) {
    reduce(state, event);
    if (!('call' in event)) continue;
    const at = state.agents.get(event.call)?.position.at;
    if (at === undefined || at === open.get(event.call)?.at) continue;
    close(event.call, event.at);
    if (at === 'settled') open.delete(event.call);
    else open.set(event.call, { at, from: event.at });
  }
  for (const call of open.keys()) close(call, until);
  return { from: startedAt, until: Math.max(until, startedAt + 1), stretches };
}

/** How many agents worked on average in each of so many equal parts of the run. */
export function densityOf({ from, until }: Timeline, stretches: readonly Stretch[], parts: number): readonly number[] {
  const length = (until - from) / parts;
  const density = Array.from({ length: parts }, () => 0);
  for (const stretch of stretches) {
    if (stretch.at !== 'running') continue;
    const begin = Math.max(0, (stretch.from - from) / length);
    const end = Math.min(parts, (stretch.until - from) / length);
    for (let part = Math.floor(begin); part < end; part++) {
      density[part] = (density[part] ?? 0) + Math.min(part + 1, end) - Math.max(part, begin);
    }
  }
  return density;
}
