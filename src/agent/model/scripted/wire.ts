import type { Answer, AnswerBlock } from './answer.js';

/** Longest piece of text or JSON in one delta event. */
const DELTA_LENGTH = 8_192;

/** What an answer says of the request it belongs to. */
export interface Stamp {
  readonly model: string;
  /** Makes ids unique. */
  readonly serial: number;
  readonly cache: { readonly read: number; readonly written: number };
}

/** An answer as the events of the streaming API, one server-sent event an item. */
export function eventsOf(answer: Answer, stamp: Stamp): readonly string[] {
  const { serial } = stamp;
  const events = [event('message_start', { message: { ...envelope(answer, stamp), content: [], stop_reason: null } })];
  answer.blocks.forEach((block, index) => {
    events.push(event('content_block_start', { index, content_block: opening(block, serial, index) }));
    if (index === 0) events.push(event('ping', {}));
    for (const delta of deltasOf(block)) events.push(event('content_block_delta', { index, delta }));
    events.push(event('content_block_stop', { index }));
  });
  const usage = { output_tokens: answer.outputTokens };
  events.push(event('message_delta', { delta: { stop_reason: answer.stop, stop_sequence: null }, usage }));
  events.push(event('message_stop', {}));
  return events;
}

/** An answer as one JSON document. Input that is not JSON cannot be said this way and becomes `{}`. */
export function messageOf(answer: Answer, stamp: Stamp): string {
  const { serial } = stamp;
  const content = answer.blocks.map((block, index) =>
    block.type === 'text' ? block : { ...opening(block, serial, index), input: parsed(block.input) },
  );
  return JSON.stringify({ ...envelope(answer, stamp), content });
}

export function errorOf(status: number, message: string): string {
  return JSON.stringify({ type: 'error', error: { type: ERROR_TYPES[status] ?? genericType(status), message } });
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function genericType(status: number): string {
  return status >= 500 ? 'api_error' : 'invalid_request_error';
}

function envelope(answer: Answer, { model, serial, cache }: Stamp): object {
  return {
    id: `msg_scripted_${serial}`,
    type: 'message',
    role: 'assistant',
    model,
    stop_reason: answer.stop,
    stop_sequence: null,
    usage: {
      input_tokens: answer.inputTokens,
      cache_creation_input_tokens: cache.written,
      cache_read_input_tokens: cache.read,
      output_tokens: answer.outputTokens,
    },
  };
}

function opening(block: AnswerBlock, serial: number, index: number): object {
  if (block.type === 'text') return { type: 'text', text: '' };
  return { type: 'tool_use', id: `toolu_scripted_${serial}_${index}`, name: block.name, input: {} };
}

function deltasOf(block: AnswerBlock): readonly object[] {
  if (block.type === 'text') return piecesOf(block.text).map((text) => ({ type: 'text_delta', text }));
  return piecesOf(block.input).map((json) => ({ type: 'input_json_delta', partial_json: json }));
}

/** At least two pieces where there is something to split: a client that reads only the first must not pass. */
function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  const length = Math.min(DELTA_LENGTH, Math.ceil(text.length / 2));
  for (let at = 0; at < text.length; at += length) pieces.push(text.slice(at, at + length));
  return pieces;
}

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    return {};
  }
}
