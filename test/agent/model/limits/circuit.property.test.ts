import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { behindCircuits } from '../../../../src/agent/model/limits/circuit.js';
import type { ModelClient, ModelRequest, ModelResult, Patience } from '../../../../src/agent/model/model-client.js';

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
  jest.useRealTimers();
});

/** All times are in milliseconds since the start. */
interface Provider {
  /** It limits whoever asks in these spans. */
  readonly limits: readonly { readonly from: number; readonly ms: number }[];
  /** What becomes of the requests it does not limit, in turn. */
  readonly fates: readonly { readonly kind: 'served' | 'broken' | 'silent'; readonly ms: number }[];
}

/** It asks again and again until it was served or held. */
interface Agent {
  readonly from: number;
  readonly patienceMs: number;
  /** When it no longer wants to wait, and when it drops its request. */
  readonly stopsAt: number;
}

const time = fc.integer({ min: 0, max: 5_000 });
const provider = fc.record<Provider>({
  limits: fc.array(fc.record({ from: time, ms: fc.integer({ min: 1, max: 3_000 }) }), { maxLength: 4 }),
  fates: fc.array(
    fc.record({
      kind: fc.constantFrom<'served' | 'broken' | 'silent'>('served', 'served', 'broken', 'silent'),
      ms: fc.integer({ min: 0, max: 800 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
});
const agent = fc.record<Agent>({
  from: time,
  patienceMs: fc.integer({ min: 0, max: 6_000 }),
  stopsAt: fc.integer({ min: 0, max: 20_000 }),
});

/** Longer than any request of the provider, unless it is silent: then its agent drops it. */
const END = 60_000;

interface StrictProvider extends ModelClient {
  /** Whether a request is under way that tells whether the limit is over. */
  isTried(): boolean;
}

/** A provider that checks what it is asked. */
function strictProvider({ limits, fates }: Provider): StrictProvider {
  let served = 0;
  /** The end of the last limit it has told. */
  let until = 0;
  /** Whether a request that was sent behind that limit has got a reply. */
  let open = true;
  /** Requests sent behind it that have neither got a reply nor ended. */
  const tries = new Set<object>();

  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    isTried: () => tries.size > 0,
    async ask(_, { signal, onBegin }): Promise<ModelResult> {
      expect(Date.now()).toBeGreaterThanOrEqual(until);
      if (!open) expect(tries.size).toBe(0);
      const tried = {};
      tries.add(tried);
      const end = (result: ModelResult) => {
        tries.delete(tried);
        return result;
      };
      const limit = limits.find(({ from, ms }) => Date.now() >= from && Date.now() < from + ms);
      const fate = fates[served % fates.length] ?? { kind: 'served', ms: 0 };
      served += 1;
      await sleep(fate.ms);
      const left = limit ? limit.from + limit.ms - Date.now() : 0;
      if (left > 0) {
        until = Math.max(until, Date.now() + left);
        open = false;
        tries.clear();
        return end({ kind: 'error', class: 'rate-limit', status: 429, message: 'limited', retryAfterMs: left });
      }
      if (fate.kind === 'silent') {
        while (!signal.aborted) await sleep(100);
        return end({ kind: 'aborted' });
      }
      if (fate.kind === 'broken' || limit) {
        return end({ kind: 'error', class: 'retry', status: null, message: 'broken', retryAfterMs: null });
      }
      if (tries.has(tried)) open = true;
      onBegin?.();
      await sleep(fate.ms);
      return end(REPLY);
    },
  };
}

const REPLY: ModelResult = {
  kind: 'reply',
  reply: {
    content: [],
    stopReason: 'end_turn',
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    unreadable: {},
  },
};

const REQUEST: ModelRequest = {
  model: 'm',
  maxTokens: 10,
  effort: 'low',
  system: [],
  tools: [],
  messages: [],
  stallMs: END,
};

/** Resolves with how it ended. */
async function live(
  { from, patienceMs, stopsAt }: Agent,
  client: ModelClient,
  provider: StrictProvider,
): Promise<ModelResult> {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), from + stopsAt);
  await new Promise((resolve) => setTimeout(resolve, from));
  for (;;) {
    const patience: Patience = { until: Date.now() + patienceMs, signal: stop.signal };
    const result = await client.ask(REQUEST, { signal: stop.signal, onText: () => {}, patience });
    if (result.kind === 'held') {
      const isOver = stop.signal.aborted || Date.now() >= patience.until || (result.until ?? 0) > patience.until;
      expect(isOver).toBe(true);
      // It has waited for the end of a limit, or for somebody who tries: for nothing else.
      expect(result.until !== null || provider.isTried()).toBe(true);
    }
    if (result.kind !== 'error' || stop.signal.aborted) return result;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('no request is sent while the provider limits the model, then one at a time until it is served; nobody waits for ever', async () => {
  await fc.assert(
    fc.asyncProperty(provider, fc.array(agent, { minLength: 1, maxLength: 12 }), async (provides, agents) => {
      jest.setSystemTime(0);
      const strict = strictProvider(provides);
      const client = behindCircuits(strict);
      let ended = 0;
      const failures: unknown[] = [];
      for (const one of agents) {
        live(one, client, strict).then(
          () => (ended += 1),
          (error: unknown) => failures.push(error),
        );
      }
      await jest.advanceTimersByTimeAsync(END);
      expect(failures).toEqual([]);
      expect(ended).toBe(agents.length);
    }),
    { numRuns: 150 },
  );
});
