// Lets the first request of a prefix go ahead, so that its siblings read from the cache what it has written there.
//
// Owns: which prefixes are warm, and which a request is warming. Never: what a prefix is (prefix.ts), retries.
//
// P1  A request waits only for another one of its prefix that is in flight and has not begun to reply, and at most
//     `holdMs` in all. Its own abort ends the wait.
// P2  When that one fails before it begins to reply, the one that waits longest goes ahead in its place.
// P3  A prefix is warm for `warmMs` after the last reply that began with it; requests of a warm prefix never wait.

import type { AskOptions, ModelClient, ModelResult } from '../model-client.js';
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

/**
 * Tokens of the shortest prefix that every model takes into its cache; some take shorter ones, but what is saved on those
 * is less than a wait is worth. Source: docs.litellm.ai/docs/completion/prompt_caching, "Minimum token requirements", of
 * 2026-10-07: 4,096 for Haiku 4.5 and Opus 4.5 and 4.6, 512 or 1,024 for others.
 */
const SHORTEST_PREFIX = 4_096;

/** One gate serves all agents of a process. */
export function createPrefixGate(options: PrefixGateOptions = {}): PrefixGate {
  const { holdMs = 5_000, warmMs = 240_000, minTokens = SHORTEST_PREFIX, now = () => performance.now() } = options;
  const prefixOf = createPrefixes();
  const prefixes = new Map<string, PrefixState>();

  async function inTurn(key: string, signal: AbortSignal, send: Send): Promise<ModelResult> {
    const state = prefixes.get(key);
    if (state?.kind !== 'opening') {
      if (state && now() < state.until) return send();
      forgetCold();
      const opening: Opening = { kind: 'opening', line: createLine() };
      prefixes.set(key, opening);
      return goAhead(key, opening, send);
    }
    switch (await state.line.wait(holdMs, signal)) {
      case 'first':
        return goAhead(key, state, send);
      case 'open':
      case 'too long':
        return send();
      case 'aborted':
        return { kind: 'aborted' };
    }
  }

  async function goAhead(key: string, opening: Opening, send: Send): Promise<ModelResult> {
    try {
      return await send();
    } finally {
      // Still opening, so it ended without a reply (P2).
      if (prefixes.get(key) === opening && !opening.line.callFirst()) prefixes.delete(key);
    }
  }

  function warming(key: string, how: AskOptions): AskOptions {
    return {
      ...how,
      onBegin() {
        const before = prefixes.get(key);
        prefixes.set(key, { kind: 'warm', until: now() + warmMs });
        if (before?.kind === 'opening') before.line.open();
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
        if (tokens < minTokens) return client.ask(request, how);
        return inTurn(key, how.signal, () => client.ask(request, warming(key, how)));
      },
    }),
  };
}

type Send = () => Promise<ModelResult>;

/** `until` by the clock of the gate. */
type PrefixState = Opening | { readonly kind: 'warm'; readonly until: number };

interface Opening {
  readonly kind: 'opening';
  readonly line: Line;
}

/** Requests that wait, in the order in which they came. */
interface Line {
  /** How the wait of `ms` at most ended. */
  wait(ms: number, signal: AbortSignal): Promise<WaitEnd>;
  /** Ends all waits. */
  open(): void;
  /** Ends the longest wait; false when nobody waits. */
  callFirst(): boolean;
}

type WaitEnd = 'open' | 'first' | 'too long' | 'aborted';

function createLine(): Line {
  const waiting = new Set<(end: WaitEnd) => void>();
  return {
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const leave = (end: WaitEnd) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', abort);
          waiting.delete(leave);
          resolve(end);
        };
        const abort = () => leave('aborted');
        const timer = setTimeout(leave, ms, 'too long');
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        waiting.add(leave);
      }),
    open() {
      for (const leave of [...waiting]) leave('open');
    },
    callFirst() {
      const [longest] = waiting;
      longest?.('first');
      return longest !== undefined;
    },
  };
}
