import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Asked } from '../../../src/agent/ask.js';
import { afterCompaction, type Compacted, compact, shouldCompact } from '../../../src/agent/compaction/compaction.js';
import type { ContentBlock, MessageParam, ModelRequest } from '../../../src/agent/model/model-client.js';
import { faultOf } from '../../../src/agent/model/scripted/check-request.js';
import { NO_USAGE, type Usage } from '../../../src/interpreter/outcome.js';

const PROMPT: MessageParam = { role: 'user', content: 'the task' };
const said = (text: string): MessageParam => ({ role: 'assistant', content: [{ type: 'text', text }] });
const calls = (...ids: string[]): MessageParam => ({
  role: 'assistant',
  content: [
    { type: 'thinking', thinking: 'hm', signature: 's' },
    ...ids.map((id) => ({ type: 'tool_use' as const, id, name: 'Read', input: {} })),
  ],
});
const results = (text: string, ...ids: string[]): MessageParam => ({
  role: 'user',
  content: ids.map((id) => ({ type: 'tool_result', tool_use_id: id, content: text })),
});
const turn = (id: string, length = 10): MessageParam[] => [calls(id), results('x'.repeat(length), id)];

const BRIEF: ModelRequest = {
  model: 'm',
  maxTokens: 1_000,
  effort: 'low',
  system: [],
  tools: [],
  messages: [],
  stallMs: 1_000,
};
const USED: Usage = { ...NO_USAGE, input: 5, output: 7 };

const summed = (...content: object[]): Asked => ({
  kind: 'reply',
  reply: { content: content as ContentBlock[], stopReason: 'end_turn', usage: USED, unreadable: {} },
  requests: 2,
});

/** Compacts with a model that answers `asked`; the request it got is sound. */
async function run(
  messages: readonly MessageParam[],
  asked = summed({ type: 'text', text: 'done: a' }),
  window = 9_000,
) {
  let request: ModelRequest = BRIEF;
  const entry = await compact({
    brief: BRIEF,
    messages,
    window,
    ask: async (given) => {
      request = given;
      return asked;
    },
  });
  expect(faultOf({ model: 'm', max_tokens: 1, messages: [...request.messages] })).toBe(null);
  return { entry: entry as Compacted, request };
}

describe('a conversation is shortened', () => {
  const used = (tokens: number): Usage => ({ input: tokens, output: 100, cacheRead: 300, cacheWrite: 200 });
  const open = [PROMPT, ...turn('1')];

  it.each<[string, Usage, readonly MessageParam[], boolean]>([
    ['when 80 % of the window are full', used(7_400), open, true],
    ['not before', used(7_300), open, false],
    ['when the last results fill it', used(4_000), [PROMPT, ...turn('1', 14_000)], true],
    ['not in the middle of a turn', used(9_999), [PROMPT, said('working')], false],
  ])('%s', (_, last, messages, expected) => {
    expect(shouldCompact(last, messages, 10_000)).toBe(expected);
  });

  it('images and documents count as what they are to the model', () => {
    const source = (media_type: string) => ({ type: 'base64', media_type, data: 'x'.repeat(1_000_000) });
    const shown = (block: object): MessageParam[] => [
      PROMPT,
      calls('1'),
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: '1', content: [block] as never }] },
    ];
    expect(shouldCompact(NO_USAGE, shown({ type: 'image', source: source('image/png') }), 100_000)).toBe(false);
    expect(shouldCompact(NO_USAGE, shown({ type: 'document', source: source('application/pdf') }), 100_000)).toBe(
      false,
    );
    expect(shouldCompact(NO_USAGE, shown({ type: 'document', source: source('application/pdf') }), 30_000)).toBe(true);
  });
});

describe('the summary', () => {
  const long = [PROMPT, ...turn('1', 4_000), ...turn('2')];

  it('is asked for behind the conversation, which stays as it is', async () => {
    const { request } = await run(long);
    expect(request.messages.slice(0, -1)).toEqual(long);
    expect(request.messages.at(-1)).toMatchObject({ role: 'user', content: expect.stringContaining('summary') });
  });

  it('is asked for with shorter results where they do not fit', async () => {
    const { request } = await run([PROMPT, ...turn('1', 400_000)]);
    const text = JSON.stringify(request.messages);
    expect(text.length).toBeLessThan(5_000);
    expect(text).toContain('398000 characters left out');
  });

  it('is recorded with what it cost', async () => {
    const { entry } = await run(long);
    expect(entry).toEqual({ kind: 'compacted', summary: 'done: a', kept: 2, usage: USED, requests: 2 });
  });

  it('may be missing', async () => {
    const { entry } = await run(long, summed({ type: 'tool_use', id: 'x', name: 'Read', input: {} }));
    expect(entry).toMatchObject({ kind: 'compacted', summary: expect.stringContaining('none') });
  });

  it('may not come at all', async () => {
    const failed: Asked = { kind: 'yield', why: { reason: 'paused' }, requests: 1 };
    expect((await run(long, failed)).entry).toBe(failed);
  });
});

describe('the conversation goes on with', () => {
  it('the task, the summary and the last turns', () => {
    const messages = [PROMPT, ...turn('1'), ...turn('2')];
    const after = afterCompaction({ summary: 'SUM', kept: 2 }, messages);
    expect(after).toEqual([PROMPT, { role: 'user', content: expect.stringContaining('SUM') }, ...messages.slice(3)]);
    expect(afterCompaction({ summary: 'SUM', kept: 0 }, messages)).toHaveLength(2);
  });

  it('nothing that the API would refuse, whatever came before', async () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 });
    const someTurn = fc.oneof(
      fc.tuple(ids, fc.nat(3_000)).map(([some, length]) => [calls(...some), results('x'.repeat(length), ...some)]),
      fc.constant([said('paused')]),
      fc.constant([said('prose'), { role: 'user', content: 'a reminder' } satisfies MessageParam]),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(someTurn, { maxLength: 12 }),
        fc.integer({ min: 10, max: 60_000 }),
        async (turns, window) => {
          const messages = [PROMPT, ...turns.flat(), { role: 'user', content: 'go on' } satisfies MessageParam];
          const { entry } = await run(messages, undefined, window);
          const after = afterCompaction(entry, messages);
          expect(faultOf({ model: 'm', max_tokens: 1, messages: [...after] })).toBe(null);
          expect(after[0]).toBe(PROMPT);
          // A reply that goes on from another one is not parted from it.
          const first = messages.length - entry.kept;
          if (entry.kept > 0) expect(messages[first - 1]?.role).toBe('user');
        },
      ),
      { numRuns: 200 },
    );
  });
});
