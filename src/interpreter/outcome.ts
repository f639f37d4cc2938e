/** A JSON value. What crosses between the script and its surroundings is always one of these. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What one or more requests used, in tokens unless it says otherwise, as the provider reports it. */
export interface Usage {
  /** Neither read from the cache nor written to it. */
  readonly input: number;
  /** Thinking included. */
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Of `output`, those the model thought with. Absent, like all below, where there were none. */
  readonly thinking?: number;
  /** Of `cacheWrite`, those kept for an hour: they cost more. */
  readonly cacheWriteHour?: number;
  /** Searches the provider made, in number: they are paid one by one. */
  readonly webSearches?: number;
}

export const NO_USAGE: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return combined(a, b, 1);
}

/** What was used since `before`, when `now` tells all that was used. */
export function usageSince(before: Usage, now: Usage): Usage {
  return combined(now, before, -1);
}

/** Input, output and cache tokens together. */
export function tokensOf({ input, output, cacheRead, cacheWrite }: Usage): number {
  return input + output + cacheRead + cacheWrite;
}

function combined(a: Usage, b: Usage, sign: 1 | -1): Usage {
  return {
    input: a.input + sign * b.input,
    output: a.output + sign * b.output,
    cacheRead: a.cacheRead + sign * b.cacheRead,
    cacheWrite: a.cacheWrite + sign * b.cacheWrite,
    ...optional('thinking', a, b, sign),
    ...optional('cacheWriteHour', a, b, sign),
    ...optional('webSearches', a, b, sign),
  };
}

type OptionalFigure = 'thinking' | 'cacheWriteHour' | 'webSearches';

/** Absent where it is 0: figures are recorded in histories, and most agents have none. */
function optional(figure: OptionalFigure, a: Usage, b: Usage, sign: 1 | -1): Partial<Usage> {
  const total = (a[figure] ?? 0) + sign * (b[figure] ?? 0);
  return total === 0 ? {} : { [figure]: total };
}

/** Why a call did not end well. Stable: scripts see it through `agent.outcome`, people in the failure list. */
export type FailureCode =
  /** The provider refused the request for good (400, 403, 404, 413), or answered with errors until retries were used up. */
  | 'API_ERROR'
  | 'RATE_LIMITED'
  | 'REFUSED'
  | 'MAX_TOKENS'
  | 'CONTEXT_EXCEEDED'
  /** Limits of one agent, set by the script or by its type. */
  | 'MAX_TURNS'
  | 'MAX_USD'
  | 'TIMED_OUT'
  | 'SCHEMA_INVALID'
  | 'SCHEMA_NOT_MET'
  | 'UNKNOWN_AGENT_TYPE'
  | 'UNKNOWN_WORKFLOW'
  | 'NESTING_TOO_DEEP'
  | 'AGENT_LIMIT'
  | 'BUDGET_EXHAUSTED'
  /** `isolation: 'worktree'` was asked for, and no worktree can be made. */
  | 'WORKTREE_FAILED'
  /** Three legs in a row ended without a new turn (DESIGN G6). */
  | 'AGENT_POISONED'
  /** The recorded conversation is that of another call: the run was reset. */
  | 'TRANSCRIPT_MISMATCH'
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
