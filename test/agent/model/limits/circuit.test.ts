import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { behindCircuits } from '../../../../src/agent/model/limits/circuit.js';
import type {
  ModelClient,
  ModelFailure,
  ModelRequest,
  ModelResult,
  Patience,
} from '../../../../src/agent/model/model-client.js';

const NEVER = new AbortController().signal;
const PATIENT: Patience = { until: 60_000, signal: NEVER };
const BROKEN: ModelFailure = { kind: 'error', class: 'retry', status: 500, message: 'broken', retryAfterMs: null };
const limited = (retryAfterMs: number | null, status = 429): ModelResult => ({
  kind: 'error',
  class: 'rate-limit',
  status,
  message: 'limited',
  retryAfterMs,
});

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
  jest.useRealTimers();
});

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

/** A client whose replies begin and end when the test says so, behind circuits. */
function limitedClient() {
  const sent: { readonly begin: () => void; readonly end: (result: ModelResult) => Promise<void> }[] = [];
  const client: ModelClient = {
    ask: (_, { onBegin }) =>
      new Promise((resolve) => {
        const end = async (result: ModelResult) => {
          resolve(result);
          await pass(0);
        };
        sent.push({ begin: () => onBegin?.(), end });
      }),
  };
  const { ask } = behindCircuits(client);
  return {
    sent,
    ask(patience: Patience | null = PATIENT, model = 'm') {
      const request: ModelRequest = {
        model,
        maxTokens: 10,
        effort: 'low',
        system: [],
        tools: [],
        messages: [{ role: 'user', content: 'x' }],
        stallMs: 10_000,
      };
      return ask(request, { signal: NEVER, onText: () => {}, ...(patience && { patience }) });
    },
  };
}

type Client = ReturnType<typeof limitedClient>;

/** One request, which ends so. */
async function one(client: Client, result: ModelResult): Promise<void> {
  void client.ask();
  await pass(0);
  await client.sent[0]?.end(result);
}

/** Not the promises alone: nobody has to wait for them. */
interface Waiting {
  readonly waiting: readonly Promise<ModelResult>[];
}

/** Three requests wait: one was limited for a second. */
async function threeWait(client: Client): Promise<Waiting> {
  await one(client, limited(1_000));
  const waiting = [client.ask(), client.ask(), client.ask()];
  await pass(999);
  expect(client.sent).toHaveLength(1);
  await pass(1);
  expect(client.sent).toHaveLength(2);
  return { waiting };
}

describe('a model that is limited', () => {
  it('is left alone for the time its provider asks for, then asked by one (V1, V2)', async () => {
    const client = limitedClient();
    await threeWait(client);
    await pass(50_000);
    expect(client.sent).toHaveLength(2);
  });

  it('is asked by all as soon as it begins to reply (V3)', async () => {
    const client = limitedClient();
    await threeWait(client);
    client.sent[1]?.begin();
    await pass(0);
    expect(client.sent).toHaveLength(4);
  });

  it('is left alone again when it limits the probe (V3)', async () => {
    const client = limitedClient();
    await threeWait(client);
    await client.sent[1]?.end(limited(5_000));
    await pass(4_999);
    expect(client.sent).toHaveLength(2);
    await pass(1);
    expect(client.sent).toHaveLength(3);
  });

  it.each<[string, ModelResult]>([
    ['fails', BROKEN],
    ['is limited without a word how long', limited(null)],
    ['is aborted', { kind: 'aborted' }],
  ])('is asked by the next when the probe %s (V3)', async (_, result) => {
    const client = limitedClient();
    await threeWait(client);
    await client.sent[1]?.end(result);
    expect(client.sent).toHaveLength(3);
    client.sent[2]?.begin();
    await pass(0);
    expect(client.sent).toHaveLength(4);
  });

  it('is left alone for longer when a request that was in flight is told so', async () => {
    const client = limitedClient();
    for (let i = 0; i < 4; i += 1) void client.ask();
    await pass(0);
    await client.sent[0]?.end(limited(1_000));
    await client.sent[1]?.end(limited(3_000));
    await client.sent[2]?.end(limited(2_000));
    void client.ask();
    void client.ask();
    await pass(2_999);
    expect(client.sent).toHaveLength(4);
    await pass(1);
    expect(client.sent).toHaveLength(5);
    // It was sent before the limit: that it is served now says nothing.
    client.sent[3]?.begin();
    await pass(0);
    expect(client.sent).toHaveLength(5);
  });

  it('does not end what a late refusal has begun when its probe is served', async () => {
    const client = limitedClient();
    void client.ask();
    await one(client, limited(1_000));
    void client.ask();
    await pass(1_000);
    await client.sent[1]?.end(limited(1_000));
    client.sent[2]?.begin();
    void client.ask();
    await pass(999);
    expect(client.sent).toHaveLength(3);
    await pass(1);
    expect(client.sent).toHaveLength(4);
  });

  it('is asked at once when nobody wanted it when the time was over', async () => {
    const client = limitedClient();
    await one(client, limited(1_000));
    await pass(5_000);
    void client.ask();
    void client.ask();
    await pass(0);
    expect(client.sent).toHaveLength(2);
  });

  it('concerns no other model', async () => {
    const client = limitedClient();
    await one(client, limited(1_000));
    void client.ask(PATIENT, 'other');
    await pass(0);
    expect(client.sent).toHaveLength(2);
  });
});

it.each<[string, ModelResult]>([
  ['overload that says how long it lasts counts, too', limited(1_000, 529)],
  ['a limit that says nothing concerns its own request only', limited(null)],
  ['nor does one that is over already', limited(0)],
  ['nor any other failure', { ...BROKEN, retryAfterMs: 1_000 }],
])('%s', async (_, result) => {
  const client = limitedClient();
  await one(client, result);
  void client.ask();
  await pass(0);
  expect(client.sent).toHaveLength(result.kind === 'error' && result.status === 529 ? 1 : 2);
});

describe('a request comes back unsent (V4)', () => {
  it('at once when the limit is longer than its patience', async () => {
    const client = limitedClient();
    await one(client, limited(90_000));
    expect(await client.ask()).toEqual({ kind: 'held', until: 90_000, message: 'limited' });
    expect(await client.ask({ until: 95_000, signal: AbortSignal.abort() })).toMatchObject({
      kind: 'held',
    });
    expect(client.sent).toHaveLength(1);
  });

  it('at once when the limit becomes longer while it waits', async () => {
    const client = limitedClient();
    const { waiting } = await threeWait(client);
    await client.sent[1]?.end(limited(90_000));
    expect(await Promise.all(waiting.slice(1))).toEqual(
      Array(2).fill({ kind: 'held', until: 91_000, message: 'limited' }),
    );
  });

  it('when the fate of the probe is open for too long', async () => {
    const client = limitedClient();
    const { waiting } = await threeWait(client);
    await pass(59_000);
    expect(await waiting[1]).toEqual({ kind: 'held', until: null, message: 'limited' });
    client.sent[1]?.begin();
    void client.ask();
    await pass(0);
    expect(client.sent).toHaveLength(3);
  });

  it('when its caller no longer wants to wait; the next one goes in its place', async () => {
    const client = limitedClient();
    await one(client, limited(1_000));
    const abort = new AbortController();
    const first = client.ask({ until: 60_000, signal: abort.signal });
    void client.ask();
    abort.abort();
    expect(await first).toMatchObject({ kind: 'held', until: 1_000 });
    await pass(1_000);
    expect(client.sent).toHaveLength(2);
  });

  it('at once when it has no patience at all, unless it can be the probe', async () => {
    const client = limitedClient();
    await one(client, limited(1_000));
    expect(await client.ask(null)).toMatchObject({ kind: 'held' });
    await pass(1_000);
    void client.ask(null);
    await pass(0);
    expect(client.sent).toHaveLength(2);
  });
});
