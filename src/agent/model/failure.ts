import { APIConnectionError, APIError } from '@anthropic-ai/sdk/error';
import { messageOf } from '../../config/message-of.js';
import type { ModelFailure } from './model-client.js';
import { oneLine } from './one-line.js';
import { retryAfterMs } from './limits/retry-after.js';

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
    retryAfterMs: error.headers ? retryAfterMs(error.headers, status, now) : null,
  };
}

/** A request that got no complete answer and may be sent again. */
export function lostReply(message: string): ModelFailure {
  return { kind: 'error', class: 'retry', status: null, message: oneLine(message), retryAfterMs: null };
}

/** `fetch failed` says nothing; its cause does. */
function brokenConnection(error: unknown): ModelFailure {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause) deepest = deepest.cause;
  // What tried several addresses has a code, and no message of its own; the SDK may keep the message and lose the code.
  const words = messageOf(deepest) || ((deepest as { readonly code?: string }).code ?? 'for no known reason');
  const lost = lostReply(`connection to the model failed: ${words}`);
  return NOBODY_THERE.test(words) ? { ...lost, class: 'unreachable' } : lost;
}

/** Codes of Node for connections that were never made. */
const NOBODY_THERE = /\b(?:EAI_AGAIN|ECONNREFUSED|EHOSTDOWN|EHOSTUNREACH|ENETDOWN|ENETUNREACH|ENOTFOUND|ETIMEDOUT)\b/;

function classOf(status: number): ModelFailure['class'] {
  if (status === 429 || status === OVERLOADED) return 'rate-limit';
  return status === 408 || status === 409 || status >= 500 ? 'retry' : 'terminal';
}

/** The provider's own, for too many requests of all its customers together. */
const OVERLOADED = 529;

/** An error inside a stream comes after status 200 and carries only a type: of the Messages API, or of Bedrock. */
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
  overloaded_error: OVERLOADED,
  validationException: 400,
  throttlingException: 429,
  serviceUnavailableException: 503,
};
