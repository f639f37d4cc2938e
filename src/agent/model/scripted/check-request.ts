import type { ContentBlockParam, MessageCreateParams, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { blocksOf } from './task.js';

/**
 * What the real API would refuse with 400, as far as a conversation with tools can go wrong: the scripted model
 * refuses it too, so that a test against it proves the shape of what we send. Null when the request is sound.
 */
export function faultOf(request: Partial<MessageCreateParams>): string | null {
  if (typeof request.model !== 'string' || request.model === '') return 'model: Field required';
  if (!Number.isInteger(request.max_tokens) || (request.max_tokens ?? 0) < 1) return 'max_tokens: must be at least 1';
  if (!Array.isArray(request.messages) || request.messages.length === 0)
    return 'messages: at least one message is required';
  if (request.messages[0]?.role !== 'user') return 'messages: first message must use the "user" role';
  return firstFault([
    marksFault(request),
    ...request.messages.map((message, index) => messageFault(message, request.messages?.[index - 1], index)),
  ]);
}

/** Marks of the prompt cache a request may have. */
const MOST_MARKS = 4;

function marksFault({ tools, system, messages, cache_control }: Partial<MessageCreateParams>): string | null {
  const said = (messages ?? []).flatMap((message) => blocksOf(message));
  const prompt = typeof system === 'string' ? [] : (system ?? []);
  const blocks: readonly object[] = [...(tools ?? []), ...prompt, ...said];
  const marks = blocks.filter((block) => 'cache_control' in block && block.cache_control).length;
  const all = marks + (cache_control ? 1 : 0);
  return all > MOST_MARKS ? `a maximum of ${MOST_MARKS} blocks may have cache_control: found ${all}` : null;
}

function messageFault(message: MessageParam, previous: MessageParam | undefined, index: number): string | null {
  if (message.content.length === 0) return `messages.${index}: content is empty`;
  if (blocksOf(message).some((block) => block.type === 'text' && block.text === '')) {
    return `messages.${index}: text content blocks must be non-empty`;
  }
  return systemFault(message, previous, index) ?? pairingFault(message, previous, index);
}

/** A system message in a conversation follows a user's, precedes none but the model's, and holds text only. */
function systemFault(message: MessageParam, previous: MessageParam | undefined, index: number): string | null {
  if (previous?.role === 'system' && message.role !== 'assistant') {
    return `messages.${index}: a system message must be the last or be followed by an assistant message`;
  }
  if (message.role !== 'system') return null;
  if (previous?.role !== 'user') return `messages.${index}: a system message must follow a user message`;
  const odd = blocksOf(message).find((block) => block.type !== 'text');
  return odd ? `messages.${index}: a system message holds text only, not ${odd.type}` : null;
}

/** Every tool_use is answered in the very next message, and nothing else is answered. */
function pairingFault(message: MessageParam, previous: MessageParam | undefined, index: number): string | null {
  const asked =
    previous?.role === 'assistant' ? idsOf(previous, (block) => (block.type === 'tool_use' ? block.id : null)) : [];
  const answered = idsOf(message, (block) => (block.type === 'tool_result' ? block.tool_use_id : null));
  const missing = asked.find((id) => !answered.includes(id));
  if (missing !== undefined) return `messages.${index}: tool_use ${missing} has no tool_result`;
  const surplus = answered.find((id) => !asked.includes(id));
  return surplus === undefined ? null : `messages.${index}: tool_result ${surplus} answers no tool_use`;
}

function idsOf(message: MessageParam, idOf: (block: ContentBlockParam) => string | null): readonly string[] {
  return blocksOf(message)
    .map(idOf)
    .filter((id) => id !== null);
}

function firstFault(faults: readonly (string | null)[]): string | null {
  return faults.find((fault) => fault !== null) ?? null;
}
