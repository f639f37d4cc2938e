import type { ContentBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { MessageParam } from '../model-client.js';

const BREAKPOINT = { type: 'ephemeral' } as const;

/**
 * Marks where the conversation ends, so that the next turn reads all of it from the cache, and where it ended a turn ago:
 * the provider looks back only 20 blocks from a mark, and a turn with many tool calls is longer. Marks of our own, since
 * not every route sets them by itself. At most two; system and tools may have two more.
 */
export function withBreakpoints(messages: readonly MessageParam[]): MessageParam[] {
  const marked = [...messages];
  const last = messages.length - 1;
  const before = messages.findLastIndex((message, at) => at < last && message.role !== 'assistant');
  for (const at of [before, last]) {
    const message = marked[at];
    if (message && message.role !== 'system') marked[at] = withBreakpoint(message);
  }
  return marked;
}

function withBreakpoint<Message extends Exclude<MessageParam, { role: 'system' }>>(message: Message): Message {
  const blocks = blocksOf(message);
  const at = blocks.findLastIndex(canBeMarked);
  if (at < 0) return message;
  return {
    ...message,
    content: blocks.map((block, i) => (i === at ? { ...block, cache_control: BREAKPOINT } : block)),
  };
}

function blocksOf({ content }: MessageParam): readonly ContentBlockParam[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** The API refuses a mark on thinking and on empty text. */
function canBeMarked(block: ContentBlockParam): boolean {
  if (block.type === 'text') return block.text !== '';
  return block.type !== 'thinking' && block.type !== 'redacted_thinking';
}
