import type { ContentBlockParam, ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { MessageParam, Reply } from '../model/model-client.js';
import { estimateTokens } from './token-estimate.js';

/** Characters of a tool's result that are left at each end when all results together are too long. */
const RESULT_END = 1_000;

/**
 * The conversation, followed by the wish for a summary. What comes first stays as it is, so that it is read from the
 * cache; when it takes more than `room` tokens, long results are cut in the middle.
 */
export function compactionRequest(messages: readonly MessageParam[], room: number): readonly MessageParam[] {
  const told = estimateTokens(messages) > room ? messages.map(withShortResults) : messages;
  return [...told.map(asOurs), { role: 'user', content: WISH }];
}

/** A message of ours behind a system message is refused: one that no reply has followed yet is told as ours, too. */
function asOurs(message: MessageParam, at: number, { length }: readonly MessageParam[]): MessageParam {
  return at === length - 1 && message.role === 'system' ? { ...message, role: 'user' } : message;
}

const WISH = `This conversation is about to be shortened, because it nears the end of your context window. You will keep the task as it was given, the summary you write now, and at most the last few turns.

Write that summary, and call no tool. Put down all that is needed to finish the task without the rest:
- what was done and found so far, with paths, names, figures, and the exact wording where it matters;
- what was changed, and what was tried and did not work;
- rules and wishes that came up on the way;
- what is left to do, and the very next step.`;

/** The summary in a reply to that wish; null when there is none, as when the model called a tool instead. */
export function summaryIn(reply: Reply): string | null {
  const texts = reply.content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  return texts.join('\n').trim() || null;
}

function withShortResults(message: MessageParam): MessageParam {
  if (message.role !== 'user' || typeof message.content === 'string') return message;
  return { ...message, content: message.content.map(withShortResult) };
}

function withShortResult(block: ContentBlockParam): ContentBlockParam {
  return block.type === 'tool_result' ? { ...block, content: shortened(block.content) } : block;
}

function shortened(content: ToolResultBlockParam['content']): string {
  if (content === undefined) return '';
  const text = typeof content === 'string' ? content : content.map(wordsOf).join('\n');
  const leftOut = text.length - 2 * RESULT_END;
  if (leftOut <= 0) return text;
  return `${text.slice(0, RESULT_END)}\n[${leftOut} characters left out]\n${text.slice(-RESULT_END)}`;
}

function wordsOf(block: Exclude<NonNullable<ToolResultBlockParam['content']>, string>[number]): string {
  return block.type === 'text' ? block.text : `[${block.type} left out]`;
}
