import { expect, it } from '@jest/globals';
import { withBreakpoints } from '../../../../src/agent/model/cache/breakpoints.js';
import type { MessageParam } from '../../../../src/agent/model/model-client.js';

const user = (...texts: string[]): MessageParam => ({
  role: 'user',
  content: texts.map((text) => ({ type: 'text', text })),
});
const assistant = (text: string): MessageParam => ({ role: 'assistant', content: [{ type: 'text', text }] });

/** Texts of the blocks with a mark. */
function marked(messages: readonly MessageParam[]): readonly string[] {
  const blocks = withBreakpoints(messages).flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return blocks.flatMap((block) => ('cache_control' in block && block.type === 'text' ? [block.text] : []));
}

it('marks the end of this request and that of the one before', () => {
  expect(marked([{ role: 'user', content: 'prompt' }])).toEqual(['prompt']);
  expect(marked([user('a'), assistant('b'), user('c', 'd')])).toEqual(['a', 'd']);
  expect(marked([user('a'), assistant('b'), user('c'), assistant('d'), user('e')])).toEqual(['c', 'e']);
});

it('marks no thinking and no empty text, which the API refuses', () => {
  const thinking: MessageParam = {
    role: 'assistant',
    content: [
      { type: 'text', text: 'said' },
      { type: 'thinking', thinking: 'hm', signature: 's' },
    ],
  };
  expect(marked([user('a'), thinking])).toEqual(['a', 'said']);
  expect(marked([user('a', '')])).toEqual(['a']);
  expect(marked([{ role: 'user', content: '' }])).toEqual([]);
});

it('leaves what it was given as it was', () => {
  const messages = [user('a'), assistant('b'), user('c')];
  const before = structuredClone(messages);
  withBreakpoints(messages);
  expect(messages).toEqual(before);
});
