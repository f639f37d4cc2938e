// What persons say to an agent that is at work, and where its conversation holds it: right before the reply that is the
// first to know of it, behind a message of ours (the API takes it nowhere else), never twice, and never left out of a
// conversation that is shortened.

import type { Steering } from '../../workflows/ports.js';
import type { MessageParam } from '../model/model-client.js';
import type { Transcript, TranscriptEntry } from './transcript.js';

/** Puts messages into the transcript, those that it holds already excepted: once each, however many legs try. */
export async function deliver(messages: readonly Steering[], { entries, append }: Transcript): Promise<void> {
  for (const message of messages) {
    if (!entries.some((entry) => isOf(entry, message))) await append({ kind: 'steered', ...message });
  }
}

function isOf(entry: TranscriptEntry, { id }: Steering): boolean {
  return entry.kind === 'steered' && entry.id === id;
}

/** As whom the model hears it: `system`, where the model takes that in the middle of a conversation. */
export type SteeringRole = 'system' | 'user';

/** Adds what was said to the end of a conversation. False while the model is in the middle of its turn: later, then. */
export function addSteering(messages: MessageParam[], said: readonly string[], role: SteeringRole): boolean {
  const last = messages.at(-1);
  if (said.length === 0 || last?.role === 'assistant') return false;
  const blocks = said.map((text) => ({ type: 'text' as const, text: `${HEAD}${text}` }));
  // The API takes no two of these in a row.
  if (last?.role === 'system') messages.splice(-1, 1, { role, content: [...blocksOf(last.content), ...blocks] });
  else messages.push({ role, content: blocks });
  return true;
}

const HEAD = 'A message of the person who watches over your work. It counts from now on:\n\n';

/** What was said in these messages. */
export function steeringIn(messages: readonly MessageParam[]): readonly string[] {
  return messages
    .flatMap(({ role, content }) => (role === 'assistant' ? [] : blocksOf(content)))
    .flatMap((block) => (block.type === 'text' && block.text.startsWith(HEAD) ? [block.text.slice(HEAD.length)] : []));
}

function blocksOf<Block>(content: string | readonly Block[]): readonly (Block | { type: 'text'; text: string })[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
