import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client';
import { messageOf } from '../../config/message-of.js';
import { McpFailure } from './mcp-failure.js';
import { visibleText } from './visible-text.js';

const MOST_WORDS = 500;

/** What went wrong between us and a server, in words that complete "the MCP server …". */
export function wordsOf(error: unknown, timeoutMs: number): string {
  if (error instanceof McpFailure) return error.message;
  if (error instanceof SdkHttpError && (error.status === 401 || error.status === 403)) {
    return `wants an authorization (HTTP ${error.status}): give it in the headers of .mcp.json`;
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
    return `did not answer within ${timeoutMs / 1_000} s`;
  }
  if (isGone(error)) return 'ended, or the connection to it broke. The next call starts it again';
  if (hasForgottenUs(error)) return `answered HTTP ${error.status}: it was restarted, or its URL is wrong`;
  if (error instanceof ProtocolError) return `answered with an error: ${short(error.message)}`;
  if (error instanceof SdkError && error.code === SdkErrorCode.InvalidResult) {
    return `gave an answer that does not follow the protocol: ${short(error.message)}`;
  }
  return `cannot be used: ${short(reasonOf(error))}`;
}

/** What a failure says of the connection: still good, perhaps not, or of no more use. */
export type Damage = 'none' | 'doubtful' | 'broken';

export function damageOf(error: unknown): Damage {
  if (error instanceof ProtocolError) return 'none';
  if (isGone(error) || hasForgottenUs(error)) return 'broken';
  return error instanceof SdkError && error.code === SdkErrorCode.InvalidResult ? 'none' : 'doubtful';
}

/** The protocol says 404 where a server does not know a session, as after it was restarted; some say 400. */
function hasForgottenUs(error: unknown): error is SdkHttpError {
  return error instanceof SdkHttpError && (error.status === 404 || error.status === 400);
}

/** The server ended, or the connection did. */
export function isGone(error: unknown): boolean {
  if (!(error instanceof SdkError)) return false;
  return error.code === SdkErrorCode.ConnectionClosed || error.code === SdkErrorCode.NotConnected;
}

/** `fetch` says "fetch failed", and why in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : `${messageOf(error)} (${messageOf(cause)})`;
}

function short(text: string): string {
  return visibleText(text).replace(/\s+/g, ' ').slice(0, MOST_WORDS);
}
