// What a Temporal run hands to the one that carries the same run on (DESIGN §4, any length). All else follows from the
// pages: the script is run again against what entered it, in the same order, so the guest and the state are the same.

import type { CallId } from '../interpreter/call.js';
import type { Outcome } from '../interpreter/outcome.js';
import type { Agent } from './agent.js';
import type { RunEvent } from './events.js';
import type { Arrival } from './inbox.js';
import type { SpendingCaps } from './spec.js';

/** A stretch of a run's story: what happened, and what entered the guest. */
export interface RunPage {
  readonly events: readonly RunEvent[];
  readonly arrivals: readonly Arrival[];
}

export interface Carried {
  /** Digests of the pages so far, in their order. */
  readonly pages: readonly string[];
  /** Agents that are not as their calls made them. */
  readonly agents: readonly CarriedAgent[];
  /** When the script's timers are due, in milliseconds since the epoch. */
  readonly timers: Readonly<Record<CallId, number>>;
  readonly intake: CarriedIntake;
  readonly caps: CarriedCaps;
  readonly circuit: CarriedCircuit;
  /** Rules persons gave for the run, with who gave them. */
  readonly grants: readonly (readonly [rule: string, by: string])[];
  readonly concurrency: number;
  /** Whether agents have worked in worktrees. */
  readonly worktrees: boolean;
}

/** An agent without a leg. Its call is made again by the script. */
export interface CarriedAgent extends Omit<Agent, 'call' | 'key' | 'place'> {
  readonly call: CallId;
  readonly place: CarriedPlace;
}

export type CarriedPlace =
  | { readonly in: 'queue' | 'held' | 'limited' | 'asking' }
  | { readonly in: 'failed'; readonly outcome: Outcome };

export interface CarriedIntake {
  readonly started: number;
  readonly ceiling: number;
  readonly unpriced: readonly string[];
}

export interface CarriedCaps {
  readonly caps: SpendingCaps;
  /** Leases of agents whose legs ended without a word (B3), by figure. */
  readonly out: Readonly<Partial<Record<'usd' | 'tokens', readonly (readonly [CallId, number])[]>>>;
}

export type CarriedCircuit =
  | { readonly kind: 'closed' | 'due'; readonly since: number }
  | { readonly kind: 'open'; readonly since: number; readonly until: number };
