import { afterEach, describe, expect, it } from '@jest/globals';
import { createAnthropicClient } from '../../../../src/agent/model/anthropic.js';
import { createPrefixGate, type PrefixGateOptions } from '../../../../src/agent/model/cache/prefix-gate.js';
import type { AskOptions, ModelClient, ModelRequest, ModelResult } from '../../../../src/agent/model/model-client.js';
import { startScriptedModel } from '../../../../src/agent/model/scripted/scripted-model.js';
import { until } from '../../../support/until.js';

const NEVER = new AbortController().signal;
const LONG = 'x'.repeat(20_000);
const FAILED: ModelResult = { kind: 'error', class: 'retry', status: 529, message: 'busy', retryAfterMs: null };

function request(system = LONG, model = 'm'): ModelRequest {
  return {
    model,
    maxTokens: 10,
    effort: 'low',
    system: [{ type: 'text', text: system, cache_control: { type: 'ephemeral' } }],
    tools: [],
    messages: [{ role: 'user', content: 'x' }],
    stallMs: 10_000,
  };
}

const waiting: (() => void)[] = [];
afterEach(async () => {
  // Whoever waits at a gate holds a timer.
  for (const begin of waiting.splice(0)) begin();
  await settled();
});

/** A client whose replies begin and end when the test says so, behind a gate. */
function gated(options: PrefixGateOptions = {}) {
  const sent: { readonly begin: () => void; readonly end: (result: ModelResult) => void }[] = [];
  const client: ModelClient = {
    ask: (_, { onBegin }) =>
      new Promise((end) => {
        const begin = () => onBegin?.();
        sent.push({ begin, end });
        waiting.push(begin);
      }),
  };
  let time = 0;
  const { ask } = createPrefixGate({ now: () => time, ...options }).guard(client);
  return {
    sent,
    ask: (what = request(), how: Partial<AskOptions> = {}) => ask(what, { signal: NEVER, onText: () => {}, ...how }),
    pass(ms: number) {
      time += ms;
    },
  };
}

/** Lets all promises go as far as they can. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('siblings wait until the first one begins to be answered', async () => {
  const { ask, sent } = gated();
  for (let i = 0; i < 5; i += 1) void ask();
  await settled();
  expect(sent).toHaveLength(1);
  sent[0]?.begin();
  await settled();
  expect(sent).toHaveLength(5);
});

describe('nobody waits', () => {
  it.each<[string, readonly ModelRequest[]]>([
    ['for another model', [request(LONG, 'a'), request(LONG, 'b')]],
    ['for another system prompt', [request(`${LONG}a`), request(`${LONG}b`)]],
    ['for a short prefix', [request('short'), request('short')]],
  ])('%s', async (_, requests) => {
    const { ask, sent } = gated();
    for (const one of requests) void ask(one);
    await settled();
    expect(sent).toHaveLength(2);
  });

  it('for a warm prefix, which a reply keeps warm', async () => {
    const { ask, sent, pass } = gated({ warmMs: 100 });
    for (let i = 0; i < 3; i += 1) {
      void ask();
      void ask();
      await settled();
      sent.at(-1)?.begin();
      pass(99);
    }
    expect(sent).toHaveLength(1 + 1 + 2 + 2);
    pass(1);
    void ask();
    void ask();
    await settled();
    expect(sent).toHaveLength(7);
  });

  it('longer than allowed', async () => {
    const { ask, sent } = gated({ holdMs: 20, now: () => performance.now() });
    void ask();
    void ask();
    await until('the second one is sent', () => sent.length === 2);
  });
});

it('whichever reply begins first ends the wait of all', async () => {
  const { ask, sent } = gated({ holdMs: 50, now: () => performance.now() });
  void ask();
  void ask();
  await until('the second one has waited long enough', () => sent.length === 2);
  void ask();
  sent[1]?.begin();
  await settled();
  expect(sent).toHaveLength(3);
});

it('when the first one fails the next goes ahead', async () => {
  const { ask, sent } = gated();
  const first = ask();
  void ask();
  void ask();
  await settled();
  sent[0]?.end(FAILED);
  expect(await first).toBe(FAILED);
  await settled();
  expect(sent).toHaveLength(2);
  sent[1]?.begin();
  await settled();
  expect(sent).toHaveLength(3);
});

it('a provider that fails is asked by one after the other, and forgotten when nobody waits', async () => {
  const { ask, sent } = gated();
  const results = [ask(), ask(), ask()];
  for (let i = 0; i < 3; i += 1) {
    await settled();
    expect(sent).toHaveLength(i + 1);
    sent[i]?.end(FAILED);
  }
  expect(await Promise.all(results)).toEqual([FAILED, FAILED, FAILED]);
  void ask();
  expect(sent).toHaveLength(4);
});

it('an aborted request does not wait, and is not sent', async () => {
  const { ask, sent } = gated();
  void ask();
  const abort = new AbortController();
  const second = ask(request(), { signal: abort.signal });
  await settled();
  abort.abort();
  expect(await second).toEqual({ kind: 'aborted' });
  expect(sent).toHaveLength(1);
});

it('the caller hears when its reply begins', async () => {
  const { ask, sent } = gated();
  let begun = 0;
  void ask(request(), { onBegin: () => void (begun += 1) });
  await settled();
  sent[0]?.begin();
  expect(begun).toBe(1);
});

it('of 30 requests with one context, 29 read the cache', async () => {
  const server = await startScriptedModel();
  const client = createAnthropicClient({ baseUrl: server.url, credential: { kind: 'api-key', secret: 'k' } });
  const { ask } = createPrefixGate({ holdMs: 60_000 }).guard(client);
  const results = await Promise.all(
    Array.from({ length: 30 }, () => ask(request(), { signal: new AbortController().signal, onText: () => {} })),
  );
  const reads = results.filter((result) => result.kind === 'reply' && result.reply.usage.cacheRead > 5_000);
  expect(reads).toHaveLength(29);
  expect(server.stats()).toMatchObject({ requests: 30, cacheReads: 29 });
  await server.close();
});
