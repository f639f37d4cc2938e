// The lines of a run's journal: what it has begun and what came of it, each under the key of its call. Kept as JSON lines
// in the record of the run, so that a later run can take over what is done.

import type { Call, CallId } from '../interpreter/call.js';
import type { Outcome } from '../interpreter/outcome.js';

/** Digest of what a call asks for (key.ts). */
export type CallKey = string;

/** An agent has begun. */
export interface StartedLine {
  readonly type: 'started';
  readonly key: CallKey;
  readonly call: CallId;
  readonly label: string;
  /** How often a person let it begin anew: with the call, where its conversation is. */
  readonly restarts: number;
  /** The run that this happened in; absent for the one whose journal it is. */
  readonly run?: string;
}

/** A call has its outcome. */
export interface ResultLine {
  readonly type: 'result';
  readonly kind: Call['kind'];
  readonly key: CallKey;
  readonly call: CallId;
  readonly label: string;
  readonly restarts: number;
  readonly run?: string;
  readonly outcome: Outcome;
  /** What the call counts for in the script's `budget`. */
  readonly tokens: number;
}

export type JournalLine = StartedLine | ResultLine;
