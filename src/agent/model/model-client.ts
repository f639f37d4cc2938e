import type {
  ContentBlock,
  MessageParam,
  TextBlockParam,
  Tool as ToolDefinition,
  WebSearchTool20250305 as ProviderTool,
} from '@anthropic-ai/sdk/resources/messages';
import type { Usage } from '../../interpreter/outcome.js';

// Conversations are kept in the shapes of the Messages API: every provider we serve speaks it, and thinking blocks must
// go back exactly as they came.
export type { ContentBlock, MessageParam, ProviderTool, TextBlockParam, ToolDefinition };

export const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;
export type Effort = (typeof EFFORTS)[number];

/** Of agents to which nobody gave one. */
export const DEFAULT_EFFORT: Effort = 'high';

/** One request for one reply. */
export interface ModelRequest {
  readonly model: string;
  /** Output tokens of the reply, at most. */
  readonly maxTokens: number;
  readonly effort: Effort;
  readonly system: readonly TextBlockParam[];
  /** Ours, and those that the provider itself runs. */
  readonly tools: readonly (ToolDefinition | ProviderTool)[];
  readonly messages: readonly MessageParam[];
  /** Milliseconds without a sign of life from the provider that end the request. */
  readonly stallMs: number;
}

export interface Reply {
  readonly content: readonly ContentBlock[];
  /** As the provider says it: `end_turn`, `tool_use`, `max_tokens`, `refusal`, … */
  readonly stopReason: string;
  /** Why the provider refused, in one line, where it says so. Hostile text. */
  readonly refusal?: string;
  readonly usage: Usage;
  /** Tool calls whose input was not JSON: id of the block to the reason. Their `input` is `{}`. */
  readonly unreadable: Readonly<Record<string, string>>;
}

export type ModelResult =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | ModelFailure
  /** The signal of the caller ended it. */
  | { readonly kind: 'aborted' }
  /**
   * It was not sent, since the provider limits the model and the caller's patience is at its end. `until`: when the limit
   * ends, in milliseconds since the epoch; null where nobody knows. `message`: what the provider said, as in a failure.
   */
  | { readonly kind: 'held'; readonly until: number | null; readonly message: string };

export interface ModelFailure {
  readonly kind: 'error';
  /**
   * `terminal`: the same request would fail again. `rate-limit`: the provider takes no more for now, of this caller or of
   * anybody. `unreachable`: nobody was there to take it, as when this machine is offline. The rest is `retry`.
   */
  readonly class: 'terminal' | 'retry' | 'rate-limit' | 'unreachable';
  /** HTTP status; null where there was no answer. */
  readonly status: number | null;
  /** One line for people, without secrets. */
  readonly message: string;
  /** How long the provider asks us to wait; null where it does not say. */
  readonly retryAfterMs: number | null;
}

/** How long a request may wait before it is sent. */
export interface Patience {
  /** In milliseconds since the epoch. */
  readonly until: number;
  /** Ends the wait; not the request. */
  readonly signal: AbortSignal;
}

export interface AskOptions {
  readonly signal: AbortSignal;
  /** For a provider that limits the model. Absent: the request does not wait for it. */
  readonly patience?: Patience;
  /** Called with each piece of the reply's text as it arrives. Must not throw. */
  readonly onText: (piece: string) => void;
  /** Called once, when the provider has begun to reply: what the request wrote to its cache can be read. Must not throw. */
  readonly onBegin?: () => void;
}

/**
 * A provider of replies. One client serves all agents of a process.
 *
 * `ask` makes exactly one request: retrying is the caller's policy. It never throws for what a provider or the network
 * can do: failures are data. Anything it throws is a bug.
 */
export interface ModelClient {
  ask(request: ModelRequest, options: AskOptions): Promise<ModelResult>;
}
