import type { ContentBlockParam, ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import { addUsage, NO_USAGE } from '../../interpreter/outcome.js';
import type { LegSpent } from '../../workflows/ports.js';
import { afterCompaction, type Compacted } from '../compaction/compaction.js';
import type { MessageParam, Reply } from '../model/model-client.js';
import type { Sighting } from '../tools/seen-files.js';
import { callsOf } from './open-calls.js';
import { addSteering, type SteeringRole, steeringIn } from './steering.js';
import { copiedOf, type TranscriptEntry } from './transcript.js';

/** Stands where the API wants text and there is none: an empty prompt, an empty answer. */
const NOTHING = '(empty)';

/** The stop reason of a reply for whose end there was no room. */
export const WINDOW_FULL = 'model_context_window_exceeded';

/** The conversation as the model is told it. The prompt goes first, verbatim. */
export function messagesOf(
  prompt: string,
  entries: readonly TranscriptEntry[],
  steering: SteeringRole = 'system',
): readonly MessageParam[] {
  let messages: MessageParam[] = [{ role: 'user', content: prompt || NOTHING }];
  let said: readonly string[] = [];
  const tell = (): void => {
    if (addSteering(messages, said, steering)) said = [];
  };
  for (const [at, entry] of entries.entries()) {
    if (entry.kind === 'reminder') messages.push({ role: 'user', content: entry.text });
    if (entry.kind === 'steered') said = [...said, entry.text];
    if (entry.kind === 'compacted') {
      tell();
      messages = shortened(entry, messages, steering);
    }
    // A reply that the window cut off is asked for again, in a shorter conversation.
    if (entry.kind !== 'reply' || entry.reply.stopReason === WINDOW_FULL) continue;
    tell();
    messages.push({ role: 'assistant', content: contentOf(entry.reply) });
    const results = resultsOf(entry.reply, entries, at + 1);
    if (results.length > 0) messages.push({ role: 'user', content: results });
  }
  tell();
  return messages;
}

/** What persons said stays, word for word. */
function shortened(entry: Compacted, messages: readonly MessageParam[], steering: SteeringRole): MessageParam[] {
  const [task, recap, ...kept] = afterCompaction(entry, messages);
  const head = [task, recap].filter((message) => message !== undefined);
  addSteering(head, steeringIn(messages.slice(1, messages.length - entry.kept)), steering);
  return [...head, ...kept];
}

/** The results of a reply's calls, in the order of the calls: the API wants all of them in the one message that follows. */
function resultsOf(reply: Reply, entries: readonly TranscriptEntry[], from: number): ToolResultBlockParam[] {
  const results = new Map<string, ToolResultBlockParam>();
  for (let at = from; at < entries.length; at += 1) {
    const entry = entries[at];
    if (entry?.kind === 'reply') break;
    if (entry?.kind === 'results') for (const result of entry.results) results.set(result.tool_use_id, result);
  }
  return callsOf(reply).flatMap(({ id }) => results.get(id) ?? []);
}

/** The files the agent has seen or left, oldest first. */
export function sightingsOf(entries: readonly TranscriptEntry[]): readonly Sighting[] {
  return entries.flatMap((entry) => (entry.kind === 'results' ? (entry.saw ?? []) : []));
}

/** What the agent has used since it began, over all its legs. What it took over was paid for by another run. */
export function spentBy(entries: readonly TranscriptEntry[]): LegSpent {
  let usage = NO_USAGE;
  let turns = 0;
  let requests = 0;
  let toolCalls = 0;
  for (const entry of ownOf(entries)) {
    if (entry.kind === 'yield') requests += entry.requests;
    if (entry.kind === 'results') {
      toolCalls += entry.results.length;
      for (const used of entry.used ?? []) {
        usage = addUsage(usage, used.usage);
        requests += used.requests;
      }
    }
    if (entry.kind === 'compacted') {
      usage = addUsage(usage, entry.usage);
      requests += entry.requests;
    }
    if (entry.kind !== 'reply') continue;
    usage = addUsage(usage, entry.reply.usage);
    turns += 1;
    requests += entry.requests;
  }
  return { usage, turns, requests, toolCalls };
}

/** Without what was taken over from another run. */
export function ownOf(entries: readonly TranscriptEntry[]): readonly TranscriptEntry[] {
  return entries.slice(copiedOf(entries));
}

/** The API takes back what it said, except text blocks without text. */
function contentOf(reply: Reply): ContentBlockParam[] {
  const content = reply.content.filter((block) => block.type !== 'text' || block.text !== '');
  return content.length > 0 ? content : [{ type: 'text', text: NOTHING }];
}
