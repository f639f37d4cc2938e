import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ScriptedModel, startScriptedModel } from '../../../../src/agent/model/scripted/scripted-model.js';

let server: ScriptedModel;
beforeAll(async () => {
  server = await startScriptedModel();
});
afterAll(() => server.close());

interface Message {
  readonly role: string;
  readonly content: unknown;
}
const user = (content: unknown): Message => ({ role: 'user', content });
const assistant = (...content: unknown[]): Message => ({ role: 'assistant', content });
const call = (id: string, name: string) => ({ type: 'tool_use', id, name, input: {} });
const result = (id: string, content: unknown) => ({ type: 'tool_result', tool_use_id: id, content });
const STRUCTURED = [{ name: 'StructuredOutput', input_schema: { type: 'object' } }];

async function post(messages: readonly Message[], more: object = {}): Promise<Response> {
  const body = JSON.stringify({ model: 'm', max_tokens: 10, messages, ...more });
  return fetch(`${server.url}/v1/messages`, { method: 'POST', body });
}

/** Status, and what matters of the body. */
async function answer(messages: readonly Message[], more: object = {}) {
  const response = await post(messages, more);
  const body = (await response.json()) as { content: unknown; stop_reason: string; usage: unknown };
  return response.ok
    ? { blocks: body.content, stop: body.stop_reason, usage: body.usage }
    : { status: response.status, body };
}

const text = (...texts: string[]) => texts.map((said) => ({ type: 'text', text: said }));
const marked = (block: object) => ({ ...block, cache_control: { type: 'ephemeral' } });
const use = (name: string, input: object) => [expect.objectContaining({ type: 'tool_use', name, input })];

describe('the answer follows the directives of the task', () => {
  it.each([
    ['no directive', 'hello', text('RESULT')],
    ['echo', 'say <<echo: hi  >>', text(' hi  ')],
    ['empty echo', '<<echo:>>', text('')],
    ['first of each kind', '<<echo:a>><<echo:b>>', text('a')],
    ['blocks', '<<blocks:a|b>>', text('a', 'b')],
    ['big goes before blocks, blocks before echo', '<<echo:a>><<blocks:b|c>><<big:3>>', text('xxx')],
    ['json without the tool is nothing', '<<json:{"a":1}>>', text('RESULT')],
  ])('text: %s', async (_, task, blocks) => {
    expect(await answer([user(task)])).toMatchObject({ blocks, stop: 'end_turn' });
  });

  it('reads the texts of all user messages and nothing else', async () => {
    const messages = [
      user([...text('<<echo:from', 'two blocks>>')]),
      assistant(...text('<<big:9>>')),
      user('<<stop:refusal>>'),
    ];
    expect(await answer(messages, { system: '<<echo:no>>' })).toMatchObject({
      blocks: text('from\ntwo blocks'),
      stop: 'refusal',
    });
  });

  it('tells what it reads from the prompt cache and writes to it', async () => {
    const messages = [user([marked({ type: 'text', text: 'cached '.repeat(1_000) })])];
    expect(await answer(messages)).toMatchObject({ usage: { cache_read_input_tokens: 0, input_tokens: 100 } });
    const again = await answer(messages);
    expect(again.usage).toMatchObject({ cache_creation_input_tokens: 0, input_tokens: 100 });
    expect(again.usage).toHaveProperty('cache_read_input_tokens', expect.closeTo(2_000, -2));
  });

  it('tells usage and stop reason as ordered', async () => {
    expect(await answer([user('x')])).toMatchObject({ usage: { input_tokens: 100, output_tokens: 50 } });
    expect(await answer([user('<<tokens:7>><<stop:max_tokens>>')])).toMatchObject({
      usage: { output_tokens: 7 },
      stop: 'max_tokens',
    });
  });
});

describe('structured answers', () => {
  const misfits = (count: number) =>
    Array.from({ length: count }, (_, n) => [
      assistant(call(`s${n}`, 'StructuredOutput')),
      user([result(`s${n}`, 'no')]),
    ]).flat();

  it.each([
    ['no directive', 'x', 0, use('StructuredOutput', { ok: true })],
    ['json', '<<json:{"a":1}>>', 0, use('StructuredOutput', { a: 1 })],
    ['a misfit without directives gives up', 'x', 1, text('gave up')],
    ['a misfit with json alone repeats it', '<<json:{"a":1}>>', 3, use('StructuredOutput', { a: 1 })],
    ['the n-th then', '<<json:{}>><<then:{"a":1}>><<then:{"a":2}>>', 2, use('StructuredOutput', { a: 2 })],
    ['the last then when there are fewer', '<<then:{"a":1}>><<then:{"a":2}>>', 4, use('StructuredOutput', { a: 2 })],
    ['prose for ever', '<<prose:words>><<json:{}>>', 2, text('words')],
    ['prose for the first replies', '<<prose*2:words>><<json:{}>>', 1, text('words')],
    ['then the call', '<<prose*2:words>><<then:{"a":1}>>', 2, use('StructuredOutput', { a: 1 })],
  ])('%s', async (_, task, before, blocks) => {
    const got = await answer([user(task), ...misfits(before)], { tools: STRUCTURED });
    expect(got).toMatchObject({ blocks });
  });
});

describe('tools', () => {
  const task = '<<tool:Read {"file_path":"a"}>> and <<tool:Grep {"pattern":"b"}>>';
  const first = [assistant(call('1', 'Read')), user([result('1', 'text of a')])];
  const second = [assistant(call('2', 'Grep')), user([result('2', text('match'))])];

  it('are called one a reply, and the last result is the answer', async () => {
    expect(await answer([user(task)])).toMatchObject({ blocks: use('Read', { file_path: 'a' }), stop: 'tool_use' });
    expect(await answer([user(task), ...first])).toMatchObject({ blocks: use('Grep', { pattern: 'b' }) });
    expect(await answer([user(task), ...first, ...second])).toMatchObject({ blocks: text('match') });
  });

  it('are called together where the task says so', async () => {
    const got = await answer([user(`${task}<<parallel>>`)]);
    expect(got).toMatchObject({ blocks: [...use('Read', { file_path: 'a' }), ...use('Grep', { pattern: 'b' })] });
  });

  it('come before the answer that echo or json orders', async () => {
    const whole = (more: string) => [user(task + more), ...first, ...second];
    expect(await answer(whole('<<echo:done>>'))).toMatchObject({ blocks: text('done') });
    expect(await answer(whole('<<json:{"a":1}>>'), { tools: STRUCTURED })).toMatchObject({
      blocks: use('StructuredOutput', { a: 1 }),
    });
  });
});

describe('failures', () => {
  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [413, 'request_too_large'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [529, 'overloaded_error'],
  ])('status %i has its type', async (status, type) => {
    const body = { type: 'error', error: { type, message: `scripted ${status}` } };
    expect(await answer([user(`<<status:${status}>> always`)])).toEqual({ status, body });
    expect(await answer([user(`<<status:${status}>> always`)])).toEqual({ status, body });
  });

  it('status with a count ends; each task is counted by itself', async () => {
    const task = [user('<<status:500*2>> counted')];
    expect(await answer(task)).toMatchObject({ status: 500 });
    expect(await answer([user('<<status:500*2>> another')])).toMatchObject({ status: 500 });
    expect(await answer(task)).toMatchObject({ status: 500 });
    expect(await answer(task)).toMatchObject({ blocks: text('RESULT') });
  });

  it('retry-after goes with the status', async () => {
    const response = await post([user('<<status:429>><<retry-after:7>>')]);
    expect(response.headers.get('retry-after')).toBe('7');
  });

  it('drop closes the connection without a byte', async () => {
    const task = [user('<<drop*1>> once')];
    await expect(post(task)).rejects.toThrow();
    expect(await answer(task)).toMatchObject({ blocks: text('RESULT') });
  });

  it('after spares the first replies', async () => {
    const task = '<<status:500>><<drop*1>><<after:1>>';
    expect(await answer([user(task)])).toMatchObject({ blocks: text('RESULT') });
    expect(await answer([user(task), assistant(...text('said')), user('go on')])).toMatchObject({ status: 500 });
  });

  it('trickle sends one event after the other', async () => {
    const response = await post([user('<<trickle:20>>')], { stream: true });
    const pieces: Uint8Array[] = [];
    for await (const piece of response.body ?? []) pieces.push(piece as Uint8Array);
    expect(pieces.length).toBeGreaterThan(3);
    expect(Buffer.concat(pieces).toString()).toContain('message_stop');
  });

  it('cut closes it in the middle of the stream', async () => {
    const response = await post([user('<<cut*1>>')], { stream: true });
    await expect(response.text()).rejects.toThrow();
  });

  it.each([
    ['no messages', { messages: [] }],
    ['no model', { model: '' }],
    ['an empty text block', { messages: [user(text(''))] }],
    ['a call without result', { messages: [user('x'), assistant(call('1', 'Read')), user('go on')] }],
    ['five marks of the cache', { messages: [user(text('a', 'b', 'c', 'd', 'e').map(marked))] }],
    ['a result without call', { messages: [user('x'), assistant(...text('y')), user([result('1', 'z')])] }],
  ])('refuses what the API would refuse: %s', async (_, change) => {
    expect(await answer([user('x')], change)).toMatchObject({ status: 400 });
  });
});

describe('the stream', () => {
  it('tells a call in the events of the API', async () => {
    const response = await post([user('<<tool:Read {"file_path":"abc"}>>')], { stream: true });
    const stream = await response.text();
    const events = [...stream.matchAll(/^event: (\w+)$/gm)].map((found) => found[1]);
    expect(events).toEqual([
      'message_start',
      'content_block_start',
      'ping',
      'content_block_delta',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const pieces = [...stream.matchAll(/"partial_json":("(?:[^"\\]|\\.)*")/g)].map((found) =>
      JSON.parse(found[1] ?? ''),
    );
    expect(pieces.join('')).toBe('{"file_path":"abc"}');
  });
});

describe('the server counts', () => {
  it('requests, also for other processes', async () => {
    const mine = await startScriptedModel({ delayFactor: 0 });
    const body = JSON.stringify({ model: 'm', max_tokens: 1, messages: [user('<<delay:600000>> counted')] });
    await (await fetch(`${mine.url}/v1/messages`, { method: 'POST', body })).text();
    const byTask = { '<<delay:600000>> counted': 1 };
    const stats = { requests: 1, byTask, refused: [], refusedByTask: {}, inFlight: 0, cacheReads: 0 };
    expect(await (await fetch(`${mine.url}/stats`)).json()).toEqual(stats);
    expect(mine.stats()).toEqual(stats);
    expect((await fetch(mine.url, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${mine.url}/other`)).status).toBe(404);
    await mine.close();
  });
});

describe('a limit', () => {
  let limited: ScriptedModel;
  beforeAll(async () => {
    limited = await startScriptedModel();
  });
  afterAll(() => limited.close());

  const ask = (task: string) =>
    fetch(`${limited.url}/v1/messages`, {
      method: 'POST',
      body: JSON.stringify({ model: 'm', max_tokens: 1, messages: [user(task)] }),
    });
  const order = (spans: unknown) => fetch(`${limited.url}/limits`, { method: 'PUT', body: JSON.stringify(spans) });

  it('refuses everything, says when to come back, and counts', async () => {
    limited.limit([{ ms: 60_000 }]);
    const refusal = await ask('<<echo:a>>');
    expect(refusal.status).toBe(429);
    expect(Number(refusal.headers.get('retry-after'))).toBeCloseTo(60, -1);
    await ask('<<echo:a>>');
    expect(limited.stats()).toMatchObject({ refused: [2], refusedByTask: { '<<echo:a>>': 2 }, requests: 2 });
  });

  it('has spans that follow each other, and ends', async () => {
    await order([{ ms: 0 }, { ms: 60_000, tells: 'reset', status: 529 }]);
    const refusal = await ask('x');
    expect(refusal.status).toBe(529);
    expect(refusal.headers.get('anthropic-ratelimit-unified-status')).toBe('rejected');
    const reset = Number(refusal.headers.get('anthropic-ratelimit-unified-reset')) * 1_000 - Date.now();
    expect(reset).toBeGreaterThan(50_000);
    expect(limited.stats().refused).toEqual([0, 1]);
    await order([{ ms: 60_000, tells: 'nothing' }]);
    expect((await ask('x')).headers.get('retry-after')).toBeNull();
    await order([]);
    expect((await ask('x')).status).toBe(200);
  });

  it.each(['spans', [{ ms: -1 }], [{}]])('%j is no order', async (spans) => {
    expect((await order(spans)).status).toBe(400);
  });
});
