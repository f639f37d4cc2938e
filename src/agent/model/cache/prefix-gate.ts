// Lets the first request of a prefix go ahead, so that its siblings read from the cache what it has written there.
//
// Owns: which prefixes are warm, and which a request is warming. Never: what a prefix is (prefix.ts), retries.
//
// P1  A request waits only for another one of its prefix that is in flight and has not begun to reply, and at most
//     `holdMs` in all. Its own abort ends the wait.
// P2  When that one fails before it begins to reply, the one that waits longest goes ahead in its place.
// P3  A prefix is warm for `warmMs` after the last reply that began with it; requests of a warm prefix never wait.

import type { AskOptions, ModelClient, ModelRequest, ModelResult } from '../model-client.js';
import { createPrefixes } from './prefix.js';

export interface PrefixGate {
  /** The client behind the gate: `ask` as before, but later where that saves money. */
  guard(client: ModelClient): ModelClient;
}

export interface PrefixGateOptions {
  /** Milliseconds a request waits at most. */
  readonly holdMs?: number;
  /** Milliseconds a prefix is taken to be in the cache. Shorter than the five minutes of the provider. */
  readonly warmMs?: number;
  /** The cache takes no prefix shorter than this. */
  readonly minTokens?: number;
  /** Milliseconds from any start; never goes back. */
  readonly now?: () => number;
}

/** One gate serves all agents of a process. */
export function createPrefixGate(options: PrefixGateOptions = {}): PrefixGate {
  const { holdMs = 5_000, warmMs = 240_000, minTokens = 1_024, now = () => performance.now() } = options;
  const prefixOf = createPrefixes();
  const prefixes = new Map<string, PrefixState>();

  /** Asks when the prefix is warm, when nobody warms it, or when the wait is over (P1). */
  async function askInTurn(client: ModelClient, key: string, request: ModelRequest, how: AskOptions) {
    const deadline = now() + holdMs;
    for (;;) {
      const state = prefixes.get(key);
      if (how.signal.aborted) return ABORTED;
      if (state?.kind === 'warm' && now() < state.until) return client.ask(request, warming(key, how));
      if (state?.kind !== 'opening') return askFirst(client, key, request, how);
      if (now() >= deadline) return client.ask(request, warming(key, how));
      await state.opened.within(deadline - now(), how.signal);
    }
  }

  async function askFirst(client: ModelClient, key: string, request: ModelRequest, how: AskOptions) {
    forgetCold();
    const opening: PrefixState = { kind: 'opening', opened: createLatch() };
    prefixes.set(key, opening);
    try {
      return await client.ask(request, warming(key, how));
    } finally {
      // It ended without a reply: the next one tries (P2).
      if (prefixes.get(key) === opening) prefixes.delete(key);
      opening.opened.open();
    }
  }

  function warming(key: string, how: AskOptions): AskOptions {
    return {
      ...how,
      onBegin() {
        const before = prefixes.get(key);
        prefixes.set(key, { kind: 'warm', until: now() + warmMs });
        if (before?.kind === 'opening') before.opened.open();
        how.onBegin?.();
      },
    };
  }

  /** Prefixes come with every agent type and day: what nobody asked for lately is not kept. */
  function forgetCold(): void {
    for (const [key, state] of prefixes) if (state.kind === 'warm' && state.until <= now()) prefixes.delete(key);
  }

  return {
    guard: (client) => ({
      async ask(request, how) {
        const { key, tokens } = prefixOf(request);
        return tokens < minTokens ? client.ask(request, how) : askInTurn(client, key, request, how);
      },
    }),
  };
}

type PrefixState =
  | { readonly kind: 'opening'; readonly opened: Latch }
  /** `until` by the clock of the gate. */
  | { readonly kind: 'warm'; readonly until: number };

const ABORTED: ModelResult = { kind: 'aborted' };

/** Opens once, for all that wait. */
interface Latch {
  open(): void;
  /** Resolves when it opens, after `ms`, or when `signal` aborts, in the order in which they began to wait. */
  within(ms: number, signal: AbortSignal): Promise<void>;
}

function createLatch(): Latch {
  const waiting = new Set<() => void>();
  return {
    open() {
      for (const goOn of [...waiting]) goOn();
    },
    within: (ms, signal) =>
      new Promise((resolve) => {
        const goOn = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', goOn);
          waiting.delete(goOn);
          resolve();
        };
        const timer = setTimeout(goOn, ms);
        signal.addEventListener('abort', goOn, { once: true });
        waiting.add(goOn);
      }),
  };
}
