import type { ContentBlockParam } from '@anthropic-ai/sdk/resources/messages';
import { addUsage, NO_USAGE } from '../../interpreter/outcome.js';
import type { LegSpent } from '../../workflows/ports.js';
import type { MessageParam, Reply } from '../model/model-client.js';
import type { TranscriptEntry } from './transcript.js';

/** Stands where the API wants text and there is none: an empty prompt, an empty answer. */
const NOTHING = '(empty)';

/** The conversation as the model is told it. The prompt goes first, verbatim. */
export function messagesOf(prompt: string, entries: readonly TranscriptEntry[]): readonly MessageParam[] {
  const messages: MessageParam[] = [{ role: 'user', content: prompt || NOTHING }];
  for (const entry of entries) {
    if (entry.kind === 'reply') messages.push({ role: 'assistant', content: contentOf(entry.reply) });
    if (entry.kind === 'results') messages.push({ role: 'user', content: [...entry.results] });
    if (entry.kind === 'reminder') messages.push({ role: 'user', content: entry.text });
  }
  return messages;
}

/** What the agent has used since it began, over all its legs. */
export function spentBy(entries: readonly TranscriptEntry[]): LegSpent {
  let usage = NO_USAGE;
  let turns = 0;
  let requests = 0;
  let toolCalls = 0;
  for (const entry of entries) {
    if (entry.kind === 'yield') requests += entry.requests;
    if (entry.kind === 'results') toolCalls += entry.results.length;
    if (entry.kind !== 'reply') continue;
    usage = addUsage(usage, entry.reply.usage);
    turns += 1;
    requests += entry.requests;
  }
  return { usage, turns, requests, toolCalls };
}

/** The API takes back what it said, except text blocks without text. */
function contentOf(reply: Reply): ContentBlockParam[] {
  const content = reply.content.filter((block) => block.type !== 'text' || block.text !== '');
  return content.length > 0 ? content : [{ type: 'text', text: NOTHING }];
}
