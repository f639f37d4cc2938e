import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Json } from '../../src/interpreter/outcome.js';
import type { LegRequest } from '../../src/workflows/ports.js';
import { type AgentBench, legRequest, openAgentBench, QUICK_RETRY, type RunOptions } from '../support/agent-bench.js';

let bench: AgentBench;
let calls = 0;

/** A fresh agent's result, and the requests it took. */
async function run(prompt: string, changes: Partial<LegRequest> = {}, how: RunOptions = {}) {
  const before = bench.server.stats().requests;
  calls += 1;
  const result = await bench.run(legRequest(prompt, { call: calls, ...changes }), how);
  return { result, requests: bench.server.stats().requests - before };
}

const failed = (code: string, seen: string) => ({ kind: 'done', outcome: { status: 'failed', code, seen } });
const ok = (value: Json) => ({ kind: 'done', outcome: { status: 'ok', value } });

beforeAll(async () => {
  bench = await openAgentBench();
});
afterAll(() => bench.close());

describe('an agent without a schema gives its final text', () => {
  it.each([
    ['plain text', 'Say hi. <<echo:hi>>', 'hi', 1],
    ['spaces are kept', '<<echo:  two  >>', '  two  ', 1],
    ['an empty answer is asked for once more', '<<echo:>>', '', 2],
    ['text in any script', '日本語 ✓ <<echo:héllo 😀 日本>>', 'héllo 😀 日本', 1],
    ['the last of several blocks', '<<blocks:first|second|third>>', 'third', 1],
    ['no directive', 'no directive', 'RESULT', 1],
    ['an empty prompt', '', 'RESULT', 1],
    ['many deltas', '<<big:200000>>', 'x'.repeat(200_000), 1],
    ['a stop sequence ends well', '<<stop:stop_sequence>><<echo:fine>>', 'fine', 1],
  ])('%s', async (_, prompt, value, requests) => {
    expect(await run(prompt)).toMatchObject({ result: ok(value), requests });
  });
});

describe('an agent with a schema', () => {
  const schema: Json = { type: 'object', properties: { n: { type: 'array' } }, required: ['n'] };
  const number: Json = { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] };
  const wrong = '<<json:{"n":{}}>><<then:{}>><<then:{"n":{}}>><<then:{"m":4}>>';

  it.each<[string, string, Json, Json, number]>([
    ['a call that fits ends it', '<<json:{"n":[1]}>>', schema, { n: [1] }, 1],
    ['a misfit goes back and is corrected', '<<json:{}>><<then:{"n":[]}>>', schema, { n: [] }, 2],
    ['the fifth call may still fit', `${wrong}<<then:{"n":[5]}>>`, schema, { n: [5] }, 5],
    ['prose is reminded of the tool', '<<prose*1:Here: 1>><<json:{"n":1}>>', number, { n: 1 }, 2],
    ['top-level values that came as JSON text are read', '<<json:{"n":"[1,2]"}>>', schema, { n: [1, 2] }, 1],
    ['input that is not JSON is a misfit', '<<json:{"n": >><<then:{"n":[1]}>>', schema, { n: [1] }, 2],
  ])('%s', async (_, prompt, given, value, requests) => {
    expect(await run(prompt, { options: { schema: given } })).toMatchObject({ result: ok(value), requests });
  });

  it.each<[string, string, RegExp, number]>([
    ['five misfits, naming the last one', `${wrong}<<then:{"n":{}}>><<then:{"n":[6]}>>`, /\b5\b.*\bn\b/, 5],
    ['a second answer in prose', '<<prose*2:Not yet.>><<json:{"n":[]}>>', /StructuredOutput/, 2],
    ['prose that looks like the answer', '<<prose:{"n":[]}>>', /StructuredOutput/, 2],
    ['a misfit and then prose twice', 'no directive', /StructuredOutput/, 3],
  ])('throws after %s', async (_, prompt, says, requests) => {
    const ended = await run(prompt, { options: { schema } });
    expect(ended).toMatchObject({ result: failed('SCHEMA_NOT_MET', 'exception'), requests });
    expect(ended.result).toHaveProperty('outcome.message', expect.stringMatching(says));
  });

  it('throws before any request when the schema is unusable', async () => {
    const ended = await run('x', { options: { schema: { type: 'array' } } });
    expect(ended).toMatchObject({ result: failed('SCHEMA_INVALID', 'exception'), requests: 0 });
    expect(ended.result).toHaveProperty('outcome.message', expect.stringContaining('object'));
  });

  it.each([null, false])('%j is no schema', async (none) => {
    expect(await run('<<echo:text>>', { options: { schema: none } })).toMatchObject({ result: ok('text') });
  });
});

describe('an agent the provider will not serve', () => {
  it.each([400, 401, 403, 404, 413])('ends at once with %i', async (status) => {
    const ended = await run(`<<status:${status}>> terminal`);
    expect(ended).toMatchObject({ result: failed('API_ERROR', 'null'), requests: 1 });
    expect(ended.result).toHaveProperty('outcome.message', expect.stringContaining(`scripted ${status}`));
    expect(ended.result).toHaveProperty('spent.requests', 1);
  });

  it.each([408, 409, 500, 503])('is tried again after %i until the attempts are used up', async (status) => {
    const ended = await run(`<<status:${status}>> for ever`);
    expect(ended).toMatchObject({ result: failed('API_ERROR', 'null'), requests: 4 });
    const mended = await run(`<<status:${status}*3>><<echo:mended>> for a while`);
    expect(mended).toMatchObject({ result: ok('mended'), requests: 4 });
  });

  it.each([
    ['refusal', 'REFUSED'],
    ['max_tokens', 'MAX_TOKENS'],
  ])('gives null when the reply ends with %s', async (stop, code) => {
    expect(await run(`<<stop:${stop}>><<echo:cut off>>`)).toMatchObject({ result: failed(code, 'null'), requests: 1 });
    const structured = await run(`<<stop:${stop}>><<prose:no>>`, { options: { schema: { type: 'object' } } });
    expect(structured).toMatchObject({ result: failed(code, 'null'), requests: 1 });
  });
});

describe('a request that breaks', () => {
  it.each(['drop', 'cut'])('is sent again: %s', async (how) => {
    expect(await run(`<<${how}*2>><<echo:whole>> ${how}`)).toMatchObject({ result: ok('whole'), requests: 3 });
  });

  it('is ended when the provider falls silent', async () => {
    const ended = await run('<<hang*1>><<echo:whole>>', { stallMs: 50 });
    expect(ended).toMatchObject({ result: ok('whole'), requests: 2 });
  });

  it('may be silent as long as the agent allows', async () => {
    const options = { stallMs: 20_000 };
    expect(await run('<<delay:120>>', { stallMs: 50, options })).toMatchObject({ requests: 1 });
  });
});

describe('a wait the provider asks for', () => {
  it('is held when it is short', async () => {
    const ended = await run('<<status:429*1>><<retry-after:0.01>><<echo:served>>');
    expect(ended).toMatchObject({ result: ok('served'), requests: 2 });
  });

  it.each([
    ['seconds', '120', 1_000_000 + 120_000],
    ['a date', 'Thu, 01 Jan 2099 00:00:00 GMT', expect.any(Number)],
  ])('gives up the slot when it is long: %s', async (_, retryAfter, until) => {
    const ended = await run(`<<status:429>><<retry-after:${retryAfter}>>`, {}, { now: 1_000_000 });
    expect(ended).toMatchObject({
      result: {
        kind: 'yielded',
        why: { reason: 'rate-limit', until, message: '429 scripted 429' },
        spent: { requests: 1 },
      },
      requests: 1,
    });
  });

  it('does not lose count of requests over legs', async () => {
    const prompt = '<<status:429*1>><<retry-after:120>><<echo:later>> count';
    calls += 1;
    await bench.run(legRequest(prompt, { call: calls }));
    const second = await bench.run(legRequest(prompt, { call: calls, leg: 2 }));
    expect(second).toMatchObject({ ...ok('later'), spent: { requests: 2, turns: 1 } });
  });
});

describe('a wish to stop', () => {
  const stopped = AbortSignal.abort();

  it('is obeyed before the first request', async () => {
    const ended = await run('x', {}, { asked: stopped, reason: 'shutdown' });
    expect(ended).toMatchObject({ result: { kind: 'yielded', why: { reason: 'shutdown' } }, requests: 0 });
  });

  it('lets the reply in flight arrive, and an agent that is done is done', async () => {
    const asked = new AbortController();
    const running = run('<<delay:100>><<echo:done>>', {}, { asked: asked.signal });
    setTimeout(() => asked.abort(), 30);
    expect(await running).toMatchObject({ result: ok('done'), requests: 1 });
  });

  it('drops the request in flight when the grace is over', async () => {
    const asked = new AbortController();
    const running = run('<<hang*1>>', {}, { asked: asked.signal, graceMs: 20 });
    setTimeout(() => asked.abort(), 30);
    expect(await running).toMatchObject({ result: { kind: 'yielded', why: { reason: 'paused' } } });
  });

  it('ends the wait between two requests', async () => {
    const asked = new AbortController();
    const retry = { ...QUICK_RETRY, backoffMs: 50_000, maxBackoffMs: 50_000 };
    const running = run('<<status:500>> waits', { retry }, { asked: asked.signal });
    setTimeout(() => asked.abort(), 50);
    expect(await running).toMatchObject({ result: { kind: 'yielded', why: { reason: 'paused' } }, requests: 1 });
  });
});

it('what happens in an agent is told as events', async () => {
  bench.events.length = 0;
  await run('<<status:500*1>><<blocks:one|two>> events');
  const usage = expect.objectContaining({ input: 100, output: 50 });
  expect(bench.events).toEqual([
    { kind: 'turn-started', turn: 1 },
    { kind: 'retrying', attempt: 2, waitMs: 0.75, message: '500 scripted 500' },
    ...['on', 'e', 'tw', 'o'].map((piece) => ({ kind: 'text', piece })),
    { kind: 'turn-ended', turn: 1, stopReason: 'end_turn', usage },
  ]);
});
