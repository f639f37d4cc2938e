import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createAnthropicClient } from '../../../src/agent/model/anthropic.js';
import { retryAfterMs } from '../../../src/agent/model/limits/retry-after.js';
import type { ModelResult } from '../../../src/agent/model/model-client.js';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const SECRET = 'sk-ant-very-secret';

interface Seen {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** Asks a provider that answers as `answer` says. */
async function ask(answer: (response: ServerResponse, seen: Seen) => void, stallMs = 10_000) {
  const requests: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const authorization = request.headers.authorization ?? `${request.headers['x-api-key']}`;
    const seen = { path: request.url ?? '', authorization, body: JSON.parse(Buffer.concat(chunks).toString()) };
    requests.push(seen);
    answer(response, seen);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close().closeAllConnections());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createAnthropicClient({ baseUrl, credential: { kind: 'api-key', secret: SECRET } });
  const pieces: string[] = [];
  const result = await client.ask(
    {
      model: 'm',
      maxTokens: 10,
      effort: 'low',
      system: [],
      tools: [],
      messages: [{ role: 'user', content: 'x' }],
      stallMs,
    },
    { signal: new AbortController().signal, onText: (piece) => pieces.push(piece) },
  );
  return { result, requests, pieces };
}

const event = (data: { type: string }) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const START = event({ type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } } as never);
const block = (index: number, content_block: object) =>
  event({ type: 'content_block_start', index, content_block } as never);
const delta = (index: number, change: object) => event({ type: 'content_block_delta', index, delta: change } as never);
const END =
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } } as never) +
  event({ type: 'message_stop' });

const streamed = (text: string) => (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(text);
};

it('sends one request, with key, effort and adaptive thinking', async () => {
  const { requests } = await ask(streamed(START + END));
  expect(requests).toEqual([
    {
      path: '/v1/messages',
      authorization: expect.stringContaining(SECRET),
      body: expect.objectContaining({ stream: true, thinking: { type: 'adaptive' }, output_config: { effort: 'low' } }),
    },
  ]);
});

it('thinking goes back into the conversation as it came', async () => {
  const { result, pieces } = await ask(
    streamed(
      START +
        block(0, { type: 'thinking', thinking: '', signature: '' }) +
        delta(0, { type: 'thinking_delta', thinking: 'hm' }) +
        delta(0, { type: 'signature_delta', signature: 'sig' }) +
        block(1, { type: 'text', text: '' }) +
        delta(1, { type: 'text_delta', text: 'yes' }) +
        END,
    ),
  );
  expect(result).toEqual({
    kind: 'reply',
    reply: {
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'sig' },
        { type: 'text', text: 'yes' },
      ],
      stopReason: 'end_turn',
      usage: { input: 3, output: 9, cacheRead: 0, cacheWrite: 0 },
      unreadable: {},
    },
  });
  expect(pieces).toEqual(['yes']);
});

it('a call without input has an empty one', async () => {
  const call = { type: 'tool_use', id: 't', name: 'Now', input: {} };
  const { result } = await ask(
    streamed(START + block(0, call) + delta(0, { type: 'input_json_delta', partial_json: '' }) + END),
  );
  expect(result).toMatchObject({ reply: { content: [{ input: {} }], unreadable: {} } });
});

/** The end of a reply, with more said than its stop reason. */
const endOf = (change: object, usage: object) =>
  event({ type: 'message_delta', delta: change, usage } as never) + event({ type: 'message_stop' });

it.each<[object | null, string | undefined]>([
  [{ type: 'refusal', category: 'cyber', explanation: 'No\n such  thing.' }, 'cyber: No such thing.'],
  [{ type: 'refusal', category: 'bio', explanation: null }, 'bio'],
  [{ type: 'refusal', category: null, explanation: null }, undefined],
  [null, undefined],
])('why the model refused, from %j: %s', async (stop_details, refusal) => {
  const { result } = await ask(streamed(START + endOf({ stop_reason: 'refusal', stop_details }, { output_tokens: 1 })));
  expect(result).toMatchObject({ reply: { stopReason: 'refusal' } });
  expect(result.kind === 'reply' && result.reply.refusal).toBe(refusal);
});

it('usage tells all that is paid for', async () => {
  const start = {
    input_tokens: 3,
    output_tokens: 1,
    cache_read_input_tokens: 50,
    cache_creation_input_tokens: 70,
    cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 40 },
  };
  const end = {
    input_tokens: null,
    output_tokens: 9,
    output_tokens_details: { thinking_tokens: 6 },
    server_tool_use: { web_search_requests: 2, web_fetch_requests: 0 },
  };
  const { result } = await ask(
    streamed(
      event({ type: 'message_start', message: { usage: start } } as never) + endOf({ stop_reason: 'end_turn' }, end),
    ),
  );
  const usage = { input: 3, output: 9, cacheRead: 50, cacheWrite: 70, thinking: 6, cacheWriteHour: 40, webSearches: 2 };
  expect(result).toMatchObject({ reply: { usage } });
});

it('what this version does not know is passed over', async () => {
  const { result, pieces } = await ask(
    streamed(
      START +
        event({ type: 'something_new' }) +
        block(0, { type: 'text', text: 'a' }) +
        delta(0, { type: 'new' }) +
        END,
    ),
  );
  expect(result).toMatchObject({ reply: { content: [{ type: 'text', text: 'a' }] } });
  expect(pieces).toEqual(['a']);
});

describe('a stream that goes wrong', () => {
  it.each<[string, string, Partial<Extract<ModelResult, { kind: 'error' }>>]>([
    ['ends too early', START, { class: 'retry', status: null }],
    ['is no stream of events', 'event: message_start\ndata: {"type":\n\n', { class: 'retry' }],
    ['reports overload', START + error('overloaded_error'), { class: 'rate-limit', status: 529 }],
    ['reports a rate limit', START + error('rate_limit_error'), { class: 'rate-limit', status: 429 }],
    ['reports a bad request', error('invalid_request_error'), { class: 'terminal', status: 400 }],
    ['reports something new', error('new_error'), { class: 'retry', status: 500 }],
  ])('%s', async (_, stream, failure) => {
    expect((await ask(streamed(stream))).result).toMatchObject({ kind: 'error', ...failure });
  });

  function error(type: string): string {
    return event({ type: 'error', error: { type, message: 'from the provider' } } as never);
  }
});

it('pings are signs of life', async () => {
  const { result } = await ask((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    let pings = 0;
    const timer = setInterval(() => {
      pings += 1;
      response.write(event({ type: 'ping' }));
      if (pings < 6) return;
      clearInterval(timer);
      response.end(START + END);
    }, 100);
  }, 400);
  expect(result.kind).toBe('reply');
});

it('a key that the provider repeats is masked', async () => {
  const { result } = await ask((response, seen) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ error: { type: 'authentication_error', message: `bad key: ${seen.authorization}` } }),
    );
  });
  expect(result).toMatchObject({
    kind: 'error',
    class: 'terminal',
    status: 401,
    message: expect.stringContaining('***'),
  });
  expect(JSON.stringify(result)).not.toContain(SECRET);
});

it('a page of a proxy is cut to one line', async () => {
  const { result } = await ask((response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end(`<html>\n${'<p>bad gateway</p>\n'.repeat(500)}`);
  });
  expect(result).toMatchObject({ class: 'retry', status: 502, message: expect.stringMatching(/^502 .{1,400}$/) });
});

describe('the wait a provider asks for', () => {
  const now = Date.parse('2030-01-01T00:00:00Z');
  it.each([
    [{ 'retry-after-ms': '150' }, 150],
    [{ 'retry-after-ms': '150', 'retry-after': '9' }, 150],
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Tue, 01 Jan 2030 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Mon, 31 Dec 2029 23:59:00 GMT' }, 0],
    [{ 'retry-after': '-3' }, 0],
    [{ 'retry-after': '99999999999' }, 8 * 24 * 3_600_000],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '' }, null],
    [{}, null],
  ])('%j is %p ms', (headers, ms) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), 429, now)).toBe(ms);
  });

  const unified = (status: string | null, reset: string) => ({
    ...(status && { 'anthropic-ratelimit-unified-status': status }),
    'anthropic-ratelimit-unified-reset': reset,
  });
  const inAnHour = String(now / 1_000 + 3_600);
  it.each<[string, number, Record<string, string>, number | null]>([
    ['a usage limit', 429, unified('rejected', inAnHour), 3_600_000],
    ['a usage limit without status', 429, unified(null, inAnHour), 3_600_000],
    ['a date', 429, unified('rejected', '2030-01-01T01:00:00Z'), 3_600_000],
    ['retry-after goes first', 429, { ...unified('rejected', inAnHour), 'retry-after': '5' }, 5_000],
    ['a passing throttle', 429, unified('allowed', inAnHour), null],
    ['another failure', 529, unified('rejected', inAnHour), null],
    ['a reset that is over', 429, unified('rejected', String(now / 1_000 - 9)), null],
    ['a reset beyond belief', 429, unified('rejected', '99999999999'), null],
    ['no time at all', 429, unified('rejected', 'soon'), null],
  ])('of a subscription: %s', (_, status, headers, ms) => {
    expect(retryAfterMs(new Headers(headers), status, now)).toBe(ms);
  });

  const limit = (name: string, state: string, afterMs: number) => ({
    [`anthropic-ratelimit-${name}-${state === '0' || state === '7' ? 'remaining' : 'status'}`]: state,
    [`anthropic-ratelimit-${name}-reset`]: new Date(now + afterMs).toISOString(),
  });
  it.each<[string, Record<string, string>, number | null]>([
    ['one window', { ...limit('unified-5h', 'rejected', 9_000), ...limit('unified-7d', 'allowed', 99_000) }, 9_000],
    [
      'the longer of two',
      { ...limit('unified-5h', 'rejected', 9_000), ...limit('unified-7d', 'rejected', 99_000) },
      99_000,
    ],
    ['a window of one model', limit('unified-7d_oi', 'rejected', 99_000), 99_000],
    [
      'a window that is longer than the whole',
      { ...limit('unified', 'rejected', 9_000), ...limit('unified-7d', 'rejected', 99_000) },
      99_000,
    ],
    ['what may be used beyond', limit('unified-overage', 'rejected', 99_000), null],
    ['a limit of a key', { ...limit('requests', '7', 60_000), ...limit('input-tokens', '0', 20_000) }, 20_000],
    ['no limit that was hit', { ...limit('requests', '7', 60_000), ...limit('unified', 'allowed', 99_000) }, null],
  ])('until all that was hit is reset: %s', (_, headers, ms) => {
    expect(retryAfterMs(new Headers(headers), 429, now)).toBe(ms);
  });
});
