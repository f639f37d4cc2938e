// What a run answers from outside: queries and updates, by name and type. Plain data, so that clients need no workflow code.

import type { QueryDefinition, UpdateDefinition } from '@temporalio/common';
import type { CallId } from '../interpreter/call.js';
import type { CostReport } from './cost-report.js';
import type { RunEvent, RunStatus, Seq } from './events.js';
import type { PermissionAsk } from './ports.js';
import type { Totals } from './run-result.js';
import type { SpendingCaps } from './spec.js';
import type { AgentRow, PhaseRow } from './state.js';

/** The workflow function's name, as Temporal knows it. */
export const RUN_WORKFLOW_TYPE = 'run';

/** A run at a glance. */
export interface Overview {
  readonly run: string;
  readonly name: string;
  readonly status: RunStatus;
  /** Why it is paused and how it goes on, when not because a person wanted it. */
  readonly pausedFor: string | null;
  readonly totals: Totals;
  readonly running: number;
  readonly queued: number;
  readonly waiting: number;
  /** The first 1,000. */
  readonly phases: readonly PhaseRow[];
  /** Number of events so far: where `events` may go on. */
  readonly events: Seq;
}

export interface Page {
  readonly offset: number;
  /** At most 1,000. */
  readonly limit: number;
}

export const overviewQuery = query<Overview>('overview');
/** What the run has cost so far; the argument is how many of its agents are told. */
export const costQuery = query<CostReport, [{ readonly agents: number }]>('cost');
/** Agents in the order of their calls. */
export const agentsQuery = query<readonly AgentRow[], [Page]>('agents');
/** Events from a position on: one stream for screens, `-o jsonl` and reports. */
export const eventsQuery = query<readonly RunEvent[], [Page]>('events');

/** Tool calls that wait for a person, in the order of their agents. */
export const asksQuery = query<readonly AskRow[]>('asks');

/** A tool call that an agent may not make before a person has said so. */
export interface AskRow {
  readonly call: CallId;
  readonly label: string;
  readonly phase: string | null;
  readonly ask: PermissionAsk;
}

/** Who asks, for the record: `user@host`, `web`, …. */
export interface Asked {
  readonly by: string;
}

export interface RaiseAsked extends Asked, SpendingCaps {}

/** No new leg starts, and running legs yield at their next turn. Refused when paused already. */
export const pauseUpdate = update<void, [Asked]>('pause');
/** Goes on after a pause. Refused when not paused, and at a cap: raise it. */
export const resumeUpdate = update<void, [Asked]>('resume');
/** Sets caps higher than they are; a run that is paused at one goes on. Refused for caps it has not, and for lower ones. */
export const raiseUpdate = update<void, [RaiseAsked]>('raise');
/** Ends the run; what is finished stays in its record. */
export const stopUpdate = update<void, [Asked]>('stop');

/** One ask of one agent. */
export interface AskTarget extends Asked {
  readonly call: CallId;
  readonly ask: string;
}

/** The tool call is made. Refused when there is no such ask, or it was decided already. */
export const approveUpdate = update<void, [AskTarget]>('approve');
/** The agent is told that it may not, and why, and goes on. Refused as `approve` is. */
export const denyUpdate = update<void, [AskTarget & { readonly message?: string }]>('deny');

/** The definitions carry their types in brands that do not exist at run time: hence the casts. */
function query<Ret, Args extends unknown[] = []>(name: string): QueryDefinition<Ret, Args> {
  return { type: 'query', name } as QueryDefinition<Ret, Args>;
}

function update<Ret, Args extends unknown[] = []>(name: string): UpdateDefinition<Ret, Args> {
  return { type: 'update', name } as UpdateDefinition<Ret, Args>;
}
