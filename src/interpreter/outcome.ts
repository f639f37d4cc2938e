/** A JSON value. What crosses between the script and its surroundings is always one of these. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Tokens of one or more requests, as the provider reports them. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

export const NO_USAGE: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
  };
}

/** Why a call did not end well. Stable: scripts see it through `agent.outcome`, people in the failure list. */
export type FailureCode =
  /** The provider refused the request for good (400, 403, 404, 413), or answered with errors until retries were used up. */
  | 'API_ERROR'
  | 'RATE_LIMITED'
  | 'REFUSED'
  | 'MAX_TOKENS'
  | 'CONTEXT_EXCEEDED'
  | 'SCHEMA_INVALID'
  | 'SCHEMA_NOT_MET'
  | 'UNKNOWN_AGENT_TYPE'
  | 'UNKNOWN_WORKFLOW'
  | 'NESTING_TOO_DEEP'
  | 'AGENT_LIMIT'
  | 'BUDGET_EXHAUSTED'
  /** Three legs in a row ended without a new turn (DESIGN G6). */
  | 'AGENT_POISONED'
  /** A bug of ours, or storage that cannot be written. */
  | 'AGENT_CRASHED'
  | 'VALUE_TOO_LARGE'
  | 'CANCELLED';

/** How a call ended; every call has exactly one. */
export type Outcome =
  | { readonly status: 'ok'; readonly value: Json }
  /** A person skipped or killed it. The script sees `null`. */
  | { readonly status: 'skipped'; readonly message: string }
  | {
      readonly status: 'failed';
      readonly code: FailureCode;
      readonly message: string;
      /** What the script sees: `null` (DIALECT: terminal API errors), or an Error thrown by the call. */
      readonly seen: 'null' | 'exception';
    };
