import { APIConnectionError, APIError } from '@anthropic-ai/sdk/error';
import { messageOf } from '../../config/message-of.js';
import type { ModelFailure } from './model-client.js';

/** Longest piece of a provider's words that is passed on: a proxy may answer with a whole page. */
const MESSAGE_LENGTH = 300;

/** What a thrown error of the SDK means for the agent. `now` is in milliseconds since the epoch. */
export function failureOf(error: unknown, now: number): ModelFailure {
  if (!(error instanceof APIError) || error instanceof APIConnectionError) return brokenConnection(error);
  const status = error.status ?? statusOfType(error.type);
  const words = error.apiMessage ?? error.message.replace(/^\d+ /, '');
  return {
    kind: 'error',
    class: classOf(status),
    status,
    message: `${status} ${oneLine(words)}`,
    retryAfterMs: error.headers ? retryAfterMs(error.headers, now) : null,
  };
}

/** A request that got no complete answer and may be sent again. */
export function lostReply(message: string): ModelFailure {
  return { kind: 'error', class: 'retry', status: null, message: oneLine(message), retryAfterMs: null };
}

/** The wait a provider asks for: `retry-after-ms`, or `retry-after` in seconds or as a date. Null without one. */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const text = (headers.get('retry-after') ?? '').trim();
  if (text === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** `fetch failed` says nothing; its cause does. */
function brokenConnection(error: unknown): ModelFailure {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause) deepest = deepest.cause;
  return lostReply(`connection to the model failed: ${messageOf(deepest)}`);
}

function classOf(status: number): ModelFailure['class'] {
  if (status === 429) return 'rate-limit';
  return status === 408 || status === 409 || status >= 500 ? 'retry' : 'terminal';
}

/** An error inside a stream comes after status 200 and carries only a type. */
function statusOfType(type: string | null): number {
  return (type !== null && STATUS_OF_TYPE[type]) || 500;
}

const STATUS_OF_TYPE: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  overloaded_error: 529,
};

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= MESSAGE_LENGTH ? line : `${line.slice(0, MESSAGE_LENGTH)}…`;
}
