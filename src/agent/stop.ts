import { setMaxListeners } from 'node:events';

/** The wish that a leg give up its slot (G4): it may finish its turn within a grace, then what is in flight is dropped. */
export interface Stop {
  /** Aborts when the wish is made. */
  readonly asked: AbortSignal;
  /** Aborts when tools in flight have to end: what is left of the grace is for their processes. */
  readonly dropTools: AbortSignal;
  /** Aborts when the grace is over. */
  readonly drop: AbortSignal;
  readonly reason: () => StopReason;
  /** Call when the leg is over. */
  release(): void;
}

export type StopReason = 'paused' | 'shutdown';

export interface StopOptions {
  readonly asked: AbortSignal;
  readonly reason: () => StopReason;
  /** Milliseconds; read when the wish is made. */
  readonly graceMs: () => number;
}

/** Milliseconds: a command gets five seconds to obey SIGTERM before it is killed. */
const ENDING_OF_TOOLS_MS = 6_000;

export function createStop({ asked, reason, graceMs }: StopOptions): Stop {
  const drop = new AbortController();
  const dropTools = new AbortController();
  // One listener a tool call in flight: a reply may hold any number of them.
  setMaxListeners(0, dropTools.signal);
  const timers: NodeJS.Timeout[] = [];
  const begin = () => {
    const grace = graceMs();
    timers.push(setTimeout(() => dropTools.abort(), Math.max(0, grace - ENDING_OF_TOOLS_MS)));
    timers.push(setTimeout(() => drop.abort(), grace));
  };
  if (asked.aborted) begin();
  else asked.addEventListener('abort', begin, { once: true });
  return {
    asked,
    dropTools: dropTools.signal,
    drop: drop.signal,
    reason,
    release: () => {
      for (const timer of timers) clearTimeout(timer);
      asked.removeEventListener('abort', begin);
    },
  };
}
