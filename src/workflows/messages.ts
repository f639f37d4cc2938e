// What a run answers from outside: queries and updates, by name and type. Plain data, so that clients need no workflow code.

import type { QueryDefinition, UpdateDefinition } from '@temporalio/common';
import type { CallId } from '../interpreter/call.js';
import type { CostReport } from './cost-report.js';
import type { RunEvent, RunStatus, Seq } from './events.js';
import type { PermissionAsk } from './ports.js';
import type { Totals } from './run-result.js';
import type { SpendingCaps } from './spec.js';
import type { AgentRow, PhaseRow, ProviderLimit } from './state.js';

/** The workflow function's name, as Temporal knows it. */
export const RUN_WORKFLOW_TYPE = 'run';

/** A run at a glance. */
export interface Overview {
  readonly run: string;
  readonly name: string;
  readonly status: RunStatus;
  /** Why it is paused and how it goes on, when not because a person wanted it. */
  readonly pausedFor: string | null;
  /** Why no agent starts although the run is not paused: the provider limits it. */
  readonly limited: ProviderLimit | null;
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
  /** At most 1,000; of the events of a run that has ended at most 100,000. */
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

export interface PauseAsked extends Asked {
  /** Agents at work go on to their end instead of yielding at their next turn. */
  readonly drain?: boolean;
}

export interface RaiseAsked extends Asked, SpendingCaps {
  /** Agents the run may start. Those that were refused stay refused. */
  readonly maxAgents?: number;
}

/** No new leg starts, and running legs yield at their next turn. Refused when paused already, unless agents still drain. */
export const pauseUpdate = update<void, [PauseAsked]>('pause');
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

export interface ApproveAsked extends AskTarget {
  /** For what the person gives leave: this call, or all that the ask's rules allow, in this run or in all to come. */
  readonly for?: 'once' | 'run' | 'always';
}

export interface AnswerAsked extends AskTarget {
  /** One text a question, in their order; of options their labels, several joined by commas. */
  readonly answers: readonly string[];
}

/** The tool call is made. Refused when there is no such ask, it was decided already, or it wants answers. */
export const approveUpdate = update<void, [ApproveAsked]>('approve');
/** Answers what an agent asks. Refused when there is no such ask, it wants a permission, or answers are missing. */
export const answerUpdate = update<void, [AnswerAsked]>('answer');
/** The agent is told that it may not, and why, and goes on. Refused as `approve` is. */
export const denyUpdate = update<void, [AskTarget & { readonly message?: string }]>('deny');

/** One agent. */
export interface AgentTarget extends Asked {
  readonly call: CallId;
}

export interface SteerAsked extends Asked {
  readonly call: CallId | 'all';
  /** At most 20,000 characters. */
  readonly text: string;
  /** An agent is told a message with the same id once, however often it is asked for; one of its own by default. */
  readonly id?: string;
}

export interface ConcurrencyAsked extends Asked {
  readonly limit: number;
}

/** The agent ends at once, and its call gives null. Refused when it has ended. */
export const killUpdate = update<void, [AgentTarget]>('kill');
/** The same for an agent that has not begun: refused when it has. */
export const skipUpdate = update<void, [AgentTarget]>('skip');
/** The agent begins anew, in a new conversation. Refused when it has ended or not begun. */
export const restartUpdate = update<void, [AgentTarget]>('restart');
/** The agent, or every one that has not ended, is told something at its next turn. Refused when it has ended. */
export const steerUpdate = update<void, [SteerAsked]>('steer');
/** Agents at work at once, 1 to 500, from now on. Those at work beyond a lower number go on. */
export const concurrencyUpdate = update<void, [ConcurrencyAsked]>('concurrency');

/** The definitions carry their types in brands that do not exist at run time: hence the casts. */
function query<Ret, Args extends unknown[] = []>(name: string): QueryDefinition<Ret, Args> {
  return { type: 'query', name } as QueryDefinition<Ret, Args>;
}

function update<Ret, Args extends unknown[] = []>(name: string): UpdateDefinition<Ret, Args> {
  return { type: 'update', name } as UpdateDefinition<Ret, Args>;
}
