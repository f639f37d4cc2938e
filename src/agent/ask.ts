import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../interpreter/outcome.js';
import type { LegYield, RetryPolicy } from '../workflows/ports.js';
import type { Emit } from './events.js';
import type { ModelClient, ModelFailure, ModelRequest, Patience, Reply } from './model/model-client.js';
import type { Stop } from './stop.js';

/** How one turn ended; `requests` were sent for it. */
export type Asked =
  | { readonly kind: 'reply'; readonly reply: Reply; readonly requests: number }
  | { readonly kind: 'failed'; readonly outcome: Outcome; readonly requests: number }
  | { readonly kind: 'yield'; readonly why: LegYield; readonly requests: number };

export interface AskDeps {
  readonly model: ModelClient;
  readonly retry: RetryPolicy;
  readonly stop: Stop;
  readonly emit: Emit;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Asks for one reply, as patiently as the policy says. A provider that limits us, or cannot be reached, fails no agent:
 * when it wants to be left alone for long, or that happens again and again, the leg yields.
 */
export async function askPatiently(request: ModelRequest, deps: AskDeps): Promise<Asked> {
  const { retry, stop, emit, now } = deps;
  const onText = (piece: string) => emit({ kind: 'text', piece });
  const failed = { terminal: 0, 'rate-limit': 0, unreachable: 0, retry: 0 };
  let patience = { until: now() + retry.longestWaitMs, signal: stop.asked };
  for (let requests = 0; ; ) {
    const result = await deps.model.ask(request, { signal: stop.drop, patience, onText });
    if (result.kind === 'held') {
      const why = stop.asked.aborted ? { reason: stop.reason() } : limit(result.until, result.message, deps);
      return { kind: 'yield', why, requests };
    }
    requests += 1;
    if (result.kind === 'reply') return { kind: 'reply', reply: result.reply, requests };
    if (result.kind === 'aborted') return { kind: 'yield', why: { reason: stop.reason() }, requests };

    failed[result.class] += 1;
    const tries = failed[result.class];
    const waitMs = nextDelay(tries, result.retryAfterMs, retry, deps.random());
    const end = endAfter(result, { tries, waitMs, patience, requests }, deps);
    if (end) return { ...end, requests };

    emit({ kind: 'retrying', attempt: requests + 1, waitMs, message: result.message });
    if (!(await waited(waitMs, stop.asked))) return { kind: 'yield', why: { reason: stop.reason() }, requests };
    if (result.class !== 'rate-limit') patience = { ...patience, until: now() + retry.longestWaitMs };
  }
}

interface Standing {
  /** Requests that failed in this way. */
  readonly tries: number;
  /** Before the next one. */
  readonly waitMs: number;
  readonly patience: Patience;
  readonly requests: number;
}

type End = { readonly kind: 'failed'; readonly outcome: Outcome } | { readonly kind: 'yield'; readonly why: LegYield };

/** Null when the request is sent again. */
function endAfter(failure: ModelFailure, { tries, waitMs, patience, requests }: Standing, deps: AskDeps): End | null {
  const { retry, now } = deps;
  const until = now() + waitMs;
  if (failure.class === 'rate-limit') {
    if (tries < retry.attempts && until <= patience.until) return null;
    return { kind: 'yield', why: limit(failure.retryAfterMs === null ? null : until, failure.message, deps) };
  }
  if (failure.class === 'unreachable') {
    return tries < retry.attempts ? null : { kind: 'yield', why: limit(null, failure.message, deps) };
  }
  if (failure.class === 'retry') {
    if (waitMs > retry.longestWaitMs) return { kind: 'yield', why: limit(until, failure.message, deps) };
    if (tries < retry.attempts) return null;
  }
  return { kind: 'failed', outcome: outcomeOf(failure, requests) };
}

/**
 * Milliseconds to wait after the `failed`-th request in a row: what the provider asks for, but at least a back-off that doubles,
 * spread over its upper half by `chance` (0 to 1) so that agents refused together do not come back together. Only the
 * provider can make it longer than `longestWaitMs`.
 */
export function nextDelay(failed: number, retryAfterMs: number | null, retry: RetryPolicy, chance: number): number {
  const full = Math.min(retry.backoffMs * 2 ** (failed - 1), retry.maxBackoffMs, retry.longestWaitMs);
  return Math.max(full * (0.5 + chance / 2), retryAfterMs ?? 0);
}

/** False when `signal` ended the wait. */
async function waited(ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(ms, undefined, { signal });
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

/** Where the provider does not say for how long: as long as a back-off can be. */
function limit(until: number | null, message: string, { retry, now }: AskDeps): LegYield {
  return { reason: 'rate-limit', until: until ?? now() + retry.maxBackoffMs, message };
}

function outcomeOf(failure: ModelFailure, requests: number): Outcome {
  const tries = requests > 1 ? ` (after ${requests} requests)` : '';
  return { status: 'failed', code: 'API_ERROR', message: `${failure.message}${tries}`, seen: 'null' };
}
