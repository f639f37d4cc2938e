import { setMaxListeners } from 'node:events';

/** The wish that a leg give up its slot (G4): it may finish its turn within a grace, then what is in flight is dropped. */
export interface Stop {
  /** Aborts when the wish is made. */
  readonly asked: AbortSignal;
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

export function createStop({ asked, reason, graceMs }: StopOptions): Stop {
  const drop = new AbortController();
  // One listener a tool call in flight: a reply may hold any number of them.
  setMaxListeners(0, drop.signal);
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => drop.abort(), graceMs());
  };
  if (asked.aborted) begin();
  else asked.addEventListener('abort', begin, { once: true });
  return {
    asked,
    drop: drop.signal,
    reason,
    release: () => {
      clearTimeout(timer);
      asked.removeEventListener('abort', begin);
    },
  };
}
