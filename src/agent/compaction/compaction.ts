// Shortens a conversation that nears the end of the model's window: the model sums up what was said, and the conversation
// goes on with the task, the summary and the last turns.
//
// K1  The first message, the task, stays as it is.
// K2  A reply is never parted from the results of its calls, nor from the reply it goes on from (pause_turn): the part
//     that is kept begins with a reply that follows a message of ours, and holds all after it as it was, thinking
//     included.
// K3  What to keep is decided once and recorded: later versions tell the same conversation.

import type { Usage } from '../../interpreter/outcome.js';
import type { Asked } from '../ask.js';
import type { MessageParam, ModelRequest } from '../model/model-client.js';
import { compactionRequest, summaryIn } from './summary-request.js';
import { estimateText, estimateTokens } from './token-estimate.js';

/** How a conversation was shortened: an entry of the transcript. */
export interface Compacted {
  readonly kind: 'compacted';
  readonly summary: string;
  /** Messages at the end that stay as they are. */
  readonly kept: number;
  /** What the summary cost. */
  readonly usage: Usage;
  readonly requests: number;
}

/** Part of the window that may be full before the next request. */
const FULL = 0.8;
/** Part of the window that the kept turns may take. */
const KEPT = 0.1;

/**
 * Whether to shorten before the next request. `last` is what the last reply used, `messages` are all up to now, `window`
 * is the model's in tokens. Never while the model is in the middle of its turn.
 */
export function shouldCompact(last: Usage, messages: readonly MessageParam[], window: number): boolean {
  const told = messages.findLastIndex(({ role }) => role === 'assistant');
  if (told === messages.length - 1) return false;
  const used = last.input + last.cacheRead + last.cacheWrite + last.output;
  return used + estimateTokens(messages.slice(told + 1)) > FULL * window;
}

export interface Compaction {
  /** What all requests of the agent have in common. Tools too, though none is wanted: without them nothing is cached. */
  readonly brief: Omit<ModelRequest, 'messages'>;
  readonly messages: readonly MessageParam[];
  /** Tokens the model takes in one request, reply included. */
  readonly window: number;
  readonly ask: (request: ModelRequest) => Promise<Asked>;
}

/** Asks for a summary. Without one the conversation goes on all the same, and the model is told that its past is lost. */
export async function compact(compaction: Compaction): Promise<Compacted | Exclude<Asked, { readonly kind: 'reply' }>> {
  const { brief, messages, window, ask } = compaction;
  const room = window - brief.maxTokens - estimateText(JSON.stringify(brief));
  const asked = await ask({ ...brief, messages: compactionRequest(messages, room) });
  if (asked.kind !== 'reply') return asked;
  const { reply, requests } = asked;
  return {
    kind: 'compacted',
    summary: summaryIn(reply) ?? NO_SUMMARY,
    kept: lastThatFit(messages, KEPT * window),
    usage: reply.usage,
    requests,
  };
}

const NO_SUMMARY = '(There is none: look at the state of things before you go on.)';

/** The conversation as it goes on: `messages` are those before the compaction (K1, K2). */
export function afterCompaction(
  { summary, kept }: Pick<Compacted, 'summary' | 'kept'>,
  messages: readonly MessageParam[],
): readonly MessageParam[] {
  const recap = `The conversation became too long and was shortened here. Your summary of what was left out:\n\n<summary>\n${summary}\n</summary>\n\nGo on with the task. Look up again what you miss; large things in parts.`;
  return [...messages.slice(0, 1), { role: 'user', content: recap }, ...messages.slice(messages.length - kept)];
}

/** How many messages at the end fit into `tokens`, counted from a place where the conversation may be cut (K2). */
function lastThatFit(messages: readonly MessageParam[], tokens: number): number {
  let kept = 0;
  let size = 0;
  for (const [at, message] of [...messages.entries()].slice(1).toReversed()) {
    size += estimateTokens([message]);
    if (size > tokens) break;
    if (message.role === 'assistant' && messages[at - 1]?.role !== 'assistant') kept = messages.length - at;
  }
  return kept;
}
