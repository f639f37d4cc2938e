import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import * as z from 'zod';
import { createPrefixGate } from '../../../src/agent/model/cache/prefix-gate.js';
import { defineTool, ok } from '../../../src/agent/tools/tool.js';
import type { LegRequest } from '../../../src/workflows/ports.js';
import { type AgentBench, clientAt, legRequest, openAgentBench } from '../../support/agent-bench.js';
import { call, partOf, type RawAnswer, reply, startRawModel, status, text, trickle } from './raw-model.js';

let bench: AgentBench;
let agents = 0;
beforeAll(async () => {
  bench = await openAgentBench();
});
afterAll(() => bench.close());

const DONE = reply('end_turn', text('done'));
const add = (n: number) => call('Add', JSON.stringify({ n }));
const cut = (response: ServerResponse): void => void response.destroy();
const error =
  (type: string) =>
  (response: ServerResponse): void => {
    const data = JSON.stringify({ type: 'error', error: { type, message: 'from the provider' } });
    response.end(`event: error\ndata: ${data}\n\n`);
  };

/** A tool with an effect, and the numbers it was run with. */
function adder() {
  const ran: number[] = [];
  const tool = defineTool({
    name: 'Add',
    description: 'Adds.',
    readOnly: false,
    input: z.strictObject({ n: z.number() }),
    async run({ n }) {
      ran.push(n);
      return ok(`added ${n}`);
    },
  });
  return { tool, ran };
}

/** What an agent comes to when its requests are answered so, and which numbers its tool was run with. */
async function run(answers: readonly RawAnswer[], changes: Partial<LegRequest> = {}) {
  const { tool, ran } = adder();
  const model = await startRawModel(answers);
  agents += 1;
  const request = legRequest('the task', { call: agents, ...changes });
  const result = await bench.run(request, { tools: [tool], baseUrl: model.url });
  model.close();
  const told = model.requests.at(-1)?.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  const results = (told ?? []).flatMap((block) => (block.type === 'tool_result' ? [block] : []));
  return { result, ran, results, requests: model.requests.length };
}

const ended = (value: string) => ({ kind: 'done', outcome: { status: 'ok', value } });
const failed = (code: string) => ({ kind: 'done', outcome: { status: 'failed', code } });

describe('a tool runs exactly once', () => {
  it.each<[string, readonly RawAnswer[], readonly number[]]>([
    ['a call in a stream', [reply('tool_use', text('first'), add(1)), DONE], [1]],
    ['calls side by side', [reply('tool_use', add(1), add(2), add(3)), DONE], [1, 2, 3]],
    ['call after call', [reply('tool_use', add(1)), reply('tool_use', add(2)), DONE], [1, 2]],
    ['a call that stops as if it were the end', [reply('end_turn', add(1)), DONE], [1]],
    ['a reply that is lost before', [cut, reply('tool_use', add(1)), DONE], [1]],
    [
      'one that breaks off at once',
      [partOf([add(1)], { type: 'message_start' }, cut), reply('tool_use', add(1)), DONE],
      [1],
    ],
    ['before the call', [partOf([add(1)], { type: 'content_block_start' }, cut), reply('tool_use', add(1)), DONE], [1]],
    [
      'inside it',
      [partOf([add(1)], { type: 'content_block_delta', at: 2 }, cut), reply('tool_use', add(1)), DONE],
      [1],
    ],
    [
      'between two',
      [partOf([add(1), add(2)], { type: 'content_block_start', at: 2 }, cut), reply('tool_use', add(1), add(2)), DONE],
      [1, 2],
    ],
    ['after it', [partOf([add(1)], { type: 'message_delta' }, cut), reply('tool_use', add(1)), DONE], [1]],
    ['before the very end', [partOf([add(1)], { type: 'message_stop' }, cut), reply('tool_use', add(1)), DONE], [1]],
    [
      'a stream that ends too early',
      [partOf([add(1)], { type: 'message_delta' }, (r) => r.end()), reply('tool_use', add(1)), DONE],
      [1],
    ],
    [
      'overload in the stream',
      [partOf([add(1)], { type: 'message_delta' }, error('overloaded_error')), reply('tool_use', add(1)), DONE],
      [1],
    ],
    [
      'a rate limit in the stream',
      [partOf([add(1)], { type: 'message_delta' }, error('rate_limit_error')), reply('tool_use', add(1)), DONE],
      [1],
    ],
    ['529 before', [status(529), reply('tool_use', add(1)), DONE], [1]],
    ['529 between call and result', [reply('tool_use', add(1)), status(529), status(529), DONE], [1]],
    ['429 that is short', [reply('tool_use', add(1)), status(429, { headers: { 'retry-after': '0.01' } }), DONE], [1]],
    ['pause_turn before', [reply('pause_turn', text('searching')), reply('tool_use', add(1)), DONE], [1]],
    ['pause_turn behind', [reply('tool_use', add(1)), reply('pause_turn', text('searching')), DONE], [1]],
    ['a stream in small pieces', [trickle(add(1)), DONE], [1]],
  ])('%s', async (_, answers, numbers) => {
    const { result, ran, results, requests } = await run(answers);
    expect(result).toMatchObject(ended('done'));
    expect(ran).toEqual(numbers);
    expect(results.map(({ content }) => content)).toEqual(numbers.map((n) => `added ${n}`));
    expect(requests).toBe(answers.length);
    expect(result).toHaveProperty('spent.requests', requests);
  });

  it('when a stream goes silent in the middle of a call', async () => {
    const silent = partOf([add(1)], { type: 'content_block_delta', at: 2 }, () => {});
    const { result, ran } = await run([silent, reply('tool_use', add(1)), DONE], { stallMs: 300 });
    expect(result).toMatchObject(ended('done'));
    expect(ran).toEqual([1]);
  });

  it('when a long wait parts the call from the next request', async () => {
    const model = await startRawModel([
      reply('tool_use', add(1)),
      status(429, { headers: { 'retry-after': '120' } }),
      DONE,
    ]);
    const { tool, ran } = adder();
    agents += 1;
    const how = { tools: [tool], baseUrl: model.url };
    const first = await bench.run(legRequest('the task', { call: agents }), how);
    expect(first).toMatchObject({ kind: 'yielded', why: { reason: 'rate-limit' } });
    expect(await bench.run(legRequest('the task', { call: agents, leg: 2 }), how)).toMatchObject(ended('done'));
    expect(ran).toEqual([1]);
    expect(model.requests).toHaveLength(3);
    model.close();
  });
});

describe('a tool does not run', () => {
  it.each<[string, string]>([
    ['with input that is not JSON', '{"n": 1'],
    ['with input that is no object', '[1]'],
    ['with input of another shape', '{"m": 1}'],
  ])('%s: the model is told, and tries again', async (_, input) => {
    const { result, ran, results } = await run([
      reply('tool_use', call('Add', input)),
      reply('tool_use', add(2)),
      DONE,
    ]);
    expect(result).toMatchObject(ended('done'));
    expect(ran).toEqual([2]);
    expect(results[0]).toMatchObject({ is_error: true, content: expect.stringContaining('Add was not run') });
  });

  it('beside one that does, when only its own input is malformed', async () => {
    const { ran, results } = await run([reply('tool_use', add(1), call('Add', '{'), add(3)), DONE]);
    expect(ran).toEqual([1, 3]);
    expect(results.map((block) => block.is_error ?? false)).toEqual([false, true, false]);
  });

  it('when the reply is cut off inside its call', async () => {
    const { ran } = await run([reply('max_tokens', add(1), call('Add', '{"n": 2')), DONE]);
    expect(ran).not.toContain(2);
  });

  it('when the window is full inside its call: the conversation is shortened, and goes on', async () => {
    const full = reply('model_context_window_exceeded', add(1));
    const { result, ran } = await run([full, reply('end_turn', text('SUMMARY')), reply('tool_use', add(2)), DONE]);
    expect(result).toMatchObject(ended('done'));
    expect(ran).toEqual([2]);
  });

  it('when the window is full and stays so, which ends the agent', async () => {
    const full = reply('model_context_window_exceeded', add(1));
    const { result, ran } = await run([full, reply('end_turn', text('SUMMARY')), full, DONE]);
    expect(result).toMatchObject(failed('CONTEXT_EXCEEDED'));
    expect(ran).toEqual([]);
  });

  it.each<[string, RawAnswer, string]>([
    ['a refusal', reply('refusal', add(1)), 'REFUSED'],
    ['400', status(400), 'API_ERROR'],
    [
      'a bad request in the stream',
      partOf([add(1)], { type: 'message_delta' }, error('invalid_request_error')),
      'API_ERROR',
    ],
  ])('after %s, which ends the agent', async (_, answer, code) => {
    const { result, ran, requests } = await run([answer, DONE]);
    expect(result).toMatchObject(failed(code));
    expect(ran).toEqual([]);
    expect(requests).toBe(1);
  });
});

it('agents that begin together share what the first of them wrote to the cache', async () => {
  const tool = defineTool({
    name: 'Long',
    description: 'context '.repeat(2_500),
    readOnly: true,
    input: z.strictObject({}),
    run: async () => ok(''),
  });
  const before = bench.server.stats();
  const model = createPrefixGate({ holdMs: 60_000 }).guard(clientAt(bench.server.url));
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, i) => {
      const prompt = `<<delay:20>><<echo:${i}>>`;
      agents += 1;
      return bench.run(legRequest(prompt, { call: agents }), { tools: [tool], model });
    }),
  );
  expect(results.map((result) => result.kind === 'done' && 'value' in result.outcome && result.outcome.value)).toEqual(
    results.map((_, i) => `${i}`),
  );
  expect(results.filter((result) => result.spent.usage.cacheRead > 4_000).length).toBeGreaterThanOrEqual(28);
  expect(bench.server.stats().cacheReads - before.cacheReads).toBeGreaterThanOrEqual(28);
});
