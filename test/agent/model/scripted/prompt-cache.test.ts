import { describe, expect, it } from '@jest/globals';
import type { MessageCreateParams, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { createPromptCache, type PromptCache } from '../../../../src/agent/model/scripted/prompt-cache.js';

const MARK = { cache_control: { type: 'ephemeral' } } as const;
/** About 1,143 tokens. */
const LONG = 'x'.repeat(4_000);

const text = (said: string, mark: object = {}) => ({ type: 'text' as const, text: said, ...mark });
const user = (...content: ReturnType<typeof text>[]): MessageParam => ({ role: 'user', content });

function request(changes: Partial<MessageCreateParams>): MessageCreateParams {
  return { model: 'm', max_tokens: 1, messages: [user(text('hi'))], ...changes };
}

/** Looks, and begins to reply. */
function serve(cache: PromptCache, changes: Partial<MessageCreateParams>) {
  const use = cache.look(request(changes));
  use.begin();
  return { read: use.read, written: use.written };
}

it('what one request wrote is read by the next', () => {
  const cache = createPromptCache();
  const system = [text(LONG, MARK)];
  const { written } = serve(cache, { system });
  expect(written).toBeGreaterThan(1_024);
  expect(serve(cache, { system, messages: [user(text('another'))] })).toEqual({ read: written, written: 0 });
});

it('nothing can be read before the reply has begun', () => {
  const cache = createPromptCache();
  const first = cache.look(request({ system: [text(LONG, MARK)] }));
  expect(cache.look(request({ system: [text(LONG, MARK)] })).read).toBe(0);
  first.begin();
  expect(cache.look(request({ system: [text(LONG, MARK)] })).read).toBe(first.written);
});

describe('nothing is cached', () => {
  it.each<[string, Partial<MessageCreateParams>]>([
    ['without a mark', { system: LONG }],
    ['when it is short', { system: [text('short', MARK)] }],
  ])('%s', (_, changes) => {
    const cache = createPromptCache();
    serve(cache, changes);
    expect(serve(cache, changes)).toEqual({ read: 0, written: 0 });
  });
});

describe('another prefix is another entry', () => {
  const known: Partial<MessageCreateParams> = { system: [text(LONG, MARK)] };
  it.each<[string, Partial<MessageCreateParams>]>([
    ['model', { ...known, model: 'n' }],
    ['tools', { ...known, tools: [{ name: 'T', input_schema: { type: 'object' } }] }],
    ['one character', { system: [text(`${LONG}.`, MARK)] }],
  ])('%s', (_, changes) => {
    const cache = createPromptCache();
    serve(cache, known);
    expect(serve(cache, changes).read).toBe(0);
  });
});

describe('a conversation', () => {
  it('is read as far as the turn before, wherever the mark stood then', () => {
    const cache = createPromptCache();
    const first = serve(cache, { messages: [user(text(LONG, MARK))] });
    const second = { messages: [user(text(LONG)), user(text('more', MARK))] };
    expect(serve(cache, second)).toMatchObject({ read: first.written });
  });

  it('is found at most 20 blocks before a mark', () => {
    const cache = createPromptCache();
    const first = serve(cache, { messages: [user(text(LONG, MARK))] });
    const after = (blocks: number) => ({
      messages: [user(text(LONG)), user(...Array.from({ length: blocks }, (_, i) => text(`${blocks} ${i}`)))],
      ...MARK,
    });
    expect(serve(cache, after(20)).read).toBe(first.written);
    expect(serve(cache, after(21)).read).toBe(0);
  });

  it('thinks otherwise, and is another one', () => {
    const cache = createPromptCache();
    const messages = [user(text(LONG, MARK))];
    serve(cache, { messages });
    expect(serve(cache, { messages, thinking: { type: 'adaptive' } }).read).toBe(0);
  });
});
