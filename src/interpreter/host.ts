import type { Call, CallId, Scope } from './call.js';
import type { Json } from './outcome.js';

/** An error of a script as data: what was thrown, and where in the user's file. */
export interface ScriptFault {
  readonly name: string;
  /** One line for a person; begins with the name, tells causes. */
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  /** Frames of the script's own files, innermost first. */
  readonly stack: readonly string[];
}

/** Why a run had to be ended for its script. Each has a page in docs/errors. */
export type FaultCode =
  | 'SCRIPT_THREW'
  | 'SCRIPT_OUT_OF_GAS'
  | 'SCRIPT_OUT_OF_MEMORY'
  | 'SCRIPT_STUCK'
  | 'SCRIPT_TOO_MANY_CALLS'
  | 'SCRIPT_TOO_MANY_LOGS'
  | 'SCRIPT_VALUE_TOO_LARGE'
  | 'SCRIPT_FAULT';

/** How a script ended. `value` undefined: it returned undefined. */
export type ScriptEnding =
  | { readonly kind: 'returned'; readonly value: Json | undefined }
  | { readonly kind: 'faulted'; readonly code: FaultCode; readonly fault: ScriptFault };

/**
 * What the interpreter asks of its surroundings. Every method is synchronous and must not throw: failures are outcomes.
 * All are called while the guest is inside an entry (`start`, `settle`, `adopt`): answers come later, as further entries.
 */
export interface ScriptHost {
  /** Called once per call the script makes, in program order. */
  issue(call: Call): void;
  /** The script cleared a timer it had set. Nothing will be settled for it. */
  cancel(id: CallId): void;
  log(line: string, scope: Scope): void;
  /** Something odd but harmless in the script, for the run's log. */
  warn(line: string, scope: Scope): void;
  /** A display group was named; `title` is null-free and may be one named before. */
  phase(title: string): void;
  /** The nested workflow of that name ended; its value is already on its way inside the guest. */
  left(name: string, result: { readonly ok: boolean; readonly says?: string }): void;
  /** The script ended; called exactly once, and nothing after it. */
  ended(ending: ScriptEnding): void;
}
