import type { Json } from './outcome.js';

/** Numbers the calls of a run in program order, from 1. */
export type CallId = number;

/** Path of nested workflows a call stands in: `[]` for the script itself, `['audit', 'verify#2']` two levels down. */
export type Scope = readonly string[];

/** Options of `agent()` that reach the agent, already coerced to the types they must have. Unknown ones are gone. */
export interface AgentOptions {
  readonly schema?: Json;
  readonly model?: string;
  readonly effort?: string;
  readonly agentType?: string;
  readonly isolation?: 'worktree';
  readonly disallowedTools?: readonly string[];
  readonly bashCommandClamp?: Json;
  readonly stallMs?: number;
  readonly maxTokens?: number;
  readonly timeoutMs?: number;
  readonly maxTurns?: number;
  readonly maxUsd?: number;
}

/** One asynchronous thing the script asked for. */
export type Call =
  | {
      readonly kind: 'agent';
      readonly id: CallId;
      readonly scope: Scope;
      readonly prompt: string;
      /** One line, at most 60 characters; the prompt's beginning where the script gave none. */
      readonly label: string;
      readonly phase: string | null;
      readonly options: AgentOptions;
      /** Where the script calls `agent()`, in the file of its scope; absent where the engine cannot tell. */
      readonly line?: number;
    }
  | { readonly kind: 'timer'; readonly id: CallId; readonly scope: Scope; readonly ms: number }
  | {
      readonly kind: 'workflow';
      readonly id: CallId;
      readonly scope: Scope;
      readonly ref: { readonly name: string } | { readonly scriptPath: string };
    };
