import type { Usage } from '../interpreter/outcome.js';

/** What happens inside a leg, for screens and heartbeats. Nothing may depend on receiving them. */
export type AgentEvent =
  | { readonly kind: 'turn-started'; readonly turn: number }
  | { readonly kind: 'text'; readonly piece: string }
  /** `usage` is that of the whole agent so far. */
  | { readonly kind: 'turn-ended'; readonly turn: number; readonly stopReason: string; readonly usage: Usage }
  | { readonly kind: 'retrying'; readonly attempt: number; readonly waitMs: number; readonly message: string }
  | { readonly kind: 'tool-started'; readonly id: string; readonly tool: string }
  | { readonly kind: 'tool-ended'; readonly id: string; readonly tool: string; readonly failed: boolean };

/** Must not throw. */
export type Emit = (event: AgentEvent) => void;
