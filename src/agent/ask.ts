import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../interpreter/outcome.js';
import type { LegYield, RetryPolicy } from '../workflows/ports.js';
import type { Emit } from './events.js';
import type { ModelClient, ModelFailure, ModelRequest, Reply } from './model/model-client.js';
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

/** Asks for one reply, as patiently as the policy says. A long wait is not held: it yields the leg. */
export async function askPatiently(request: ModelRequest, deps: AskDeps): Promise<Asked> {
  const { retry, stop, emit } = deps;
  const onText = (piece: string) => emit({ kind: 'text', piece });
  for (let requests = 1; ; requests += 1) {
    const result = await deps.model.ask(request, { signal: stop.drop, onText });
    if (result.kind === 'reply') return { kind: 'reply', reply: result.reply, requests };
    if (result.kind === 'aborted') return { kind: 'yield', why: { reason: stop.reason() }, requests };
    if (result.class === 'terminal') return { kind: 'failed', outcome: outcomeOf(result, requests), requests };

    const waitMs = nextDelay(requests, result.retryAfterMs, retry, deps.random());
    if (waitMs > retry.longestWaitMs) return { kind: 'yield', why: longWait(result, deps.now() + waitMs), requests };
    if (requests >= retry.attempts) return { kind: 'failed', outcome: outcomeOf(result, requests), requests };

    emit({ kind: 'retrying', attempt: requests + 1, waitMs, message: result.message });
    if (!(await waited(waitMs, stop.asked))) return { kind: 'yield', why: { reason: stop.reason() }, requests };
  }
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

function longWait(failure: ModelFailure, until: number): LegYield {
  return { reason: 'rate-limit', until, message: failure.message };
}

function outcomeOf(failure: ModelFailure, requests: number): Outcome {
  const code = failure.class === 'rate-limit' ? 'RATE_LIMITED' : 'API_ERROR';
  const tries = requests > 1 ? ` (after ${requests} requests)` : '';
  return { status: 'failed', code, message: `${failure.message}${tries}`, seen: 'null' };
}
