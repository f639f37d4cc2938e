import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultOf } from '../../src/agent/model/scripted/check-request.js';
import { messagesOf } from '../../src/agent/transcript/conversation.js';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import type { Steering } from '../../src/workflows/ports.js';
import { type AgentBench, legRequest, openAgentBench, REF } from '../support/agent-bench.js';

let bench: AgentBench;
beforeAll(async () => {
  bench = await openAgentBench();
});
afterAll(() => bench.close());

const say = (id: string, text: string): Steering => ({ id, text, by: 'a person' });
const said = (text: string): TranscriptEntry => ({ kind: 'steered', ...say(text, text) });
const reply = (...calls: readonly string[]): TranscriptEntry => ({
  kind: 'reply',
  reply: {
    content: [
      { type: 'text', text: 'hm', citations: null },
      ...calls.map((id) => ({
        type: 'tool_use' as const,
        id,
        name: 'Glob',
        input: {},
        caller: { type: 'direct' as const },
      })),
    ],
    stopReason: calls.length > 0 ? 'tool_use' : 'pause_turn',
    usage: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
    unreadable: {},
  },
  requests: 1,
});
const results = (...calls: readonly string[]): TranscriptEntry => ({
  kind: 'results',
  results: calls.map((id) => ({ type: 'tool_result', tool_use_id: id, content: 'ok' })),
});
const compacted: TranscriptEntry = {
  kind: 'compacted',
  summary: 'all was well',
  kept: 0,
  usage: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
  requests: 1,
};

/** The roles of a conversation, after a look whether the API would take it. */
function rolesOf(entries: readonly TranscriptEntry[]): readonly string[] {
  const messages = messagesOf('a task', entries);
  expect(faultOf({ model: 'm', max_tokens: 1, messages: [...messages] })).toBeNull();
  return messages.map(({ role }) => role);
}

describe('what a person says to an agent', () => {
  it('stands as a system message before the reply that is the first to know of it', () => {
    expect(rolesOf([said('a')])).toEqual(['user', 'system']);
    expect(rolesOf([said('a'), said('b'), reply('t1'), results('t1')])).toEqual([
      'user',
      'system',
      'assistant',
      'user',
    ]);
  });

  it('waits for the results of calls that are open, and for the end of a turn of the model', () => {
    const open = [reply('t1', 't2'), results('t1'), said('a')];
    expect(rolesOf([...open, results('t2')])).toEqual(['user', 'assistant', 'user', 'system']);
    expect(rolesOf([reply(), said('a')])).toEqual(['user', 'assistant']);
  });

  it('outlives every shortening of the conversation, word for word', () => {
    const entries = [
      said('be brief'),
      reply('t1'),
      results('t1'),
      said('in French'),
      compacted,
      said('at once'),
      compacted,
    ];
    expect(rolesOf(entries)).toEqual(['user', 'user', 'system']);
    const last = JSON.stringify(messagesOf('a task', entries).at(-1));
    expect(['be brief', 'in French', 'at once'].every((text) => last.split(text).length === 2)).toBe(true);
  });

  it('is told as a user message to models that take no system message there', () => {
    const messages = messagesOf('a task', [said('a')], 'user');
    expect(messages.map(({ role }) => role)).toEqual(['user', 'user']);
  });
});

describe('a leg with messages', () => {
  const messages = [say('m1', 'say <<echo:heard>>')];
  const model = { provider: 'anthropic', id: 'claude-sonnet-5-5', maxTokens: 8_000 } as const;
  const request = legRequest('a task', { model });
  const entriesOf = (call: number) => bench.log.entriesOf({ ...REF, call }) as readonly TranscriptEntry[];

  it('puts them into the transcript once, however often it is tried, and yields without a request', async () => {
    const before = bench.server.stats().requests;
    const how = { ...request, call: 11, messages };
    expect(await bench.run(how)).toMatchObject({ kind: 'yielded', why: { reason: 'steered', delivered: ['m1'] } });
    expect(await bench.run(how, { attempt: 2 })).toMatchObject({ why: { reason: 'steered', delivered: ['m1'] } });
    expect(await bench.run({ ...how, leg: 2 })).toMatchObject({ why: { reason: 'steered', delivered: ['m1'] } });
    expect(bench.server.stats().requests).toBe(before);
    expect(entriesOf(11).filter(({ kind }) => kind === 'steered')).toHaveLength(1);
    const { messages: _told, ...next } = { ...how, leg: 3 };
    expect(await bench.run(next)).toMatchObject({ kind: 'done', outcome: { status: 'ok', value: 'heard' } });
  });

  it('leaves an agent alone that has answered', async () => {
    const asked = { ...request, call: 12 };
    await bench.run(asked);
    expect(await bench.run({ ...asked, leg: 2, messages })).toMatchObject({
      kind: 'done',
      outcome: { value: 'RESULT' },
    });
    expect(entriesOf(12).filter(({ kind }) => kind === 'steered')).toHaveLength(0);
  });
});

describe('an agent that begins anew', () => {
  it('reads nothing of its old conversation, and leaves it as it is', async () => {
    const asked = legRequest('<<echo:again>>', { call: 13 });
    await bench.run(asked);
    const before = bench.log.entriesOf({ ...REF, call: 13 }).length;
    const result = await bench.run({ ...asked, leg: 2, restarts: 1 });
    expect(result).toMatchObject({ kind: 'done', spent: { turns: 1, requests: 1 } });
    expect(bench.log.entriesOf({ ...REF, call: 13 })).toHaveLength(before);
    expect(bench.log.entriesOf({ ...REF, call: 13, restarts: 1 }).length).toBeGreaterThan(0);
  });
});
