// The activities the deterministic world calls, as types. Implementations live in src/activities.

import type { ModelPrice } from '../config/prices.js';
import type { AgentOptions, CallId } from '../interpreter/call.js';
import type { Outcome, Usage } from '../interpreter/outcome.js';
import type { CompiledScript } from '../script/compiled-script.js';
import type { JournalLine } from '../journal/line.js';
import type { RunPage } from './carried.js';
import type { Cost } from './cost.js';
import type { RunResult } from './run-result.js';

/** Which model serves an agent, resolved when the run started (a changed alias table changes nothing in a run). */
export interface ModelChoice {
  /** `offline` is the scripted model inside the worker: demos and tests only. */
  readonly provider: 'anthropic' | 'offline';
  readonly id: string;
  /** Output tokens of one reply, at most. */
  readonly maxTokens: number;
}

/** How patient a leg is with the provider. Part of the run's input, so that tests can be quick and replays stay true. */
export interface RetryPolicy {
  /**
   * Requests for one turn, the first included, that may fail before the agent ends with API_ERROR. Of those that the
   * provider refuses since it limits us as many may be sent before the leg yields (`rate-limit`): that ends no agent.
   */
  readonly attempts: number;
  /** First back-off in milliseconds; doubles each time, with jitter, unless the provider says Retry-After. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** A turn that would have to wait longer for the provider yields its leg (`rate-limit`), which holds a worker slot. */
  readonly longestWaitMs: number;
}

/** One stretch of an agent's life: everything a worker needs to carry its conversation forward. */
export interface LegRequest {
  readonly run: string;
  readonly call: CallId;
  /** 1 for the first leg of the agent. */
  readonly leg: number;
  readonly label: string;
  readonly prompt: string;
  readonly options: AgentOptions;
  readonly model: ModelChoice;
  /** Absolute path of the directory the agents of the run work in. */
  readonly workspace: string;
  /** Commit the workspace stood at when the run started, where worktrees begin; null where there is none. */
  readonly base: string | null;
  /** Digest of the AgentSetup blob of the run; null for agents without permissions, memory and the like (tests). */
  readonly setup: string | null;
  /** What becomes of a tool call that a person has to permit: the agent waits, or the call is denied. */
  readonly onAsk: OnAsk;
  /** What persons said to the asks of this agent. */
  readonly decisions: readonly AskDecision[];
  /** Rules that persons gave while the run went on, for all its agents: like `allow` in settings. Absent for none. */
  readonly grants?: readonly string[];
  /** What the call asks for, as its digest: under this the run's record keeps its outcome, and a later run finds it. */
  readonly key?: string;
  /** Where the conversation began, in a run that was resumed as this one: the first leg takes it over. */
  readonly inherits?: ConversationPlace;
  /** The provider has limited the run: the leg yields `probed` after its first reply, unless its agent is done with it. */
  readonly probe?: true;
  /** How often a person let the agent begin anew, each time with a transcript of its own; absent for never. */
  readonly restarts?: number;
  /** Absent for none. A leg with messages puts them into the transcript, unless the agent is done, and yields `steered`. */
  readonly messages?: readonly Steering[];
  readonly retry: RetryPolicy;
  /** Silence of the provider's stream, in milliseconds, that ends the request (not the agent). */
  readonly stallMs: number;
  /** What its model costs, as the run recorded it; absent when nobody knows. */
  readonly price?: ModelPrice;
  /** Absent when the run has no cap on what is spent. */
  readonly lease?: Lease;
}

/**
 * What the agent may have spent, all its legs together, before it has to come back: it asks the model only below that.
 * A figure that is absent is without bound.
 */
export interface Lease {
  readonly usd?: number;
  /** Of every kind. */
  readonly tokens?: number;
}

/** One conversation of one agent. */
export interface ConversationPlace {
  readonly run: string;
  readonly call: CallId;
  readonly restarts: number;
}

/** Fixed when a run starts: `wait` when somebody is there to answer. */
export type OnAsk = 'wait' | 'deny';

/** A tool call that a person has to permit. */
export interface PermissionAsk {
  /** Id of the call's tool_use block: unique within the agent. */
  readonly id: string;
  readonly tool: string;
  /** The call in one line, at most 200 characters; hostile text. */
  readonly summary: string;
  /** Why it is asked, in one line. */
  readonly reason: string;
  /** The call in full, for whoever looks closer: a diff where a file is edited. At most 8,000 characters; hostile text. */
  readonly detail?: string;
  /** Allow rules that would permit this call and others like it; absent where no rule can. */
  readonly rules?: readonly string[];
  /** The agent asks a person something: this wants answers, not a permission. Hostile text. */
  readonly questions?: readonly Question[];
}

/** As in Claude Code's AskUserQuestion. */
export interface Question {
  readonly question: string;
  /** A word or two. */
  readonly header: string;
  readonly options: readonly { readonly label: string; readonly description: string }[];
  readonly multiSelect: boolean;
}

export type AskDecision =
  | { readonly ask: string; readonly kind: 'approved' }
  /** Texts in the order of the questions. */
  | { readonly ask: string; readonly kind: 'answered'; readonly answers: readonly string[] }
  /** `message` is told to the model. */
  | { readonly ask: string; readonly kind: 'denied'; readonly message: string };

/** What a person tells an agent at its next turn. */
export interface Steering {
  /** Unique within the agent. */
  readonly id: string;
  readonly text: string;
  /** Who says it, as the record has it. */
  readonly by: string;
}

/** Why a leg stopped before its agent was done. */
export type LegYield =
  | { readonly reason: 'paused' }
  | { readonly reason: 'shutdown' }
  /** Ids of the messages that are in the transcript now: the next request tells them. */
  | { readonly reason: 'steered'; readonly delivered: readonly string[] }
  | { readonly reason: 'rate-limit'; readonly until: number; readonly message: string }
  /** The provider has answered the probe. */
  | { readonly reason: 'probed' }
  /** Tool calls wait for a person. All else of the turn is done. */
  | { readonly reason: 'permission'; readonly asks: readonly PermissionAsk[] }
  /** The lease is spent. */
  | { readonly reason: 'budget' }
  /** The worker cannot reach the model at all, for want of a key: another, or the same with one, may. */
  | { readonly reason: 'no-provider'; readonly until: number; readonly message: string };

export type LegResult =
  /** `kept`: the agent worked in a worktree of its own and has changed something there. */
  | {
      readonly kind: 'done';
      readonly outcome: Outcome;
      readonly spent: LegSpent;
      readonly kept?: KeptWorktree;
    }
  | { readonly kind: 'yielded'; readonly why: LegYield; readonly spent: LegSpent };

/** A worktree that stays until a person removes it, since it holds the work of an agent. */
export interface KeptWorktree {
  /** Absolute path on the worker's machine. */
  readonly path: string;
  /** Short name of the branch that is checked out in it; hostile text. */
  readonly branch: string;
}

/** What the agent has used since it began (all legs), so that a repeated report cannot count twice. */
export interface LegSpent {
  readonly usage: Usage;
  readonly turns: number;
  readonly requests: number;
  readonly toolCalls: number;
  /** Absent in what was recorded before costs were. */
  readonly cost?: Cost;
}

/** Small, for screens only; throttled, and lost when the worker dies (G1). */
export interface LegHeartbeat {
  readonly turn: number;
  readonly tool: string | null;
  readonly tokens: number;
  readonly preview: string;
}

export interface RunActivities {
  /**
   * Carries one agent forward until it is done or has to yield. Never throws for what an agent can meet: provider
   * errors, refusals and broken schemas are outcomes. Throws only when this worker cannot serve (storage gone, a bug);
   * Temporal then retries it. Cancellation means: yield `paused` within the grace of 10 s (G4).
   */
  runAgentLeg(request: LegRequest): Promise<LegResult>;
  /** Reads and compiles the script at a path a running script named: `workflow({scriptPath})`. */
  readScript(request: { readonly path: string; readonly workspace: string }): Promise<ReadScriptResult>;
  /**
   * Removes the worktrees that the run's agents left unchanged, and answers which are kept: all there are, in the order of
   * the calls. To be asked for when no leg is at work; again does no harm.
   */
  cleanWorkspaces(request: CleanRequest): Promise<readonly LeftWorktree[]>;
  /** Keeps a page of a run's story and answers its digest. Again does no harm. */
  keepPage(request: { readonly page: RunPage }): Promise<string>;
  /** Throws when the page is gone or damaged. */
  readPage(request: { readonly digest: string }): Promise<RunPage>;
  /** Reads one page of the journal a run was resumed with. Throws when the blob is gone or damaged. */
  readJournal(request: { readonly page: string }): Promise<readonly JournalLine[]>;
  /** Writes how a run has ended into its record: the result, and what no leg has written. */
  archiveRun(request: ArchiveRequest): Promise<void>;
  /**
   * Adds allow rules to `.claude/settings.local.json` of the workspace, for all later runs. What is there already is left
   * as it is. Throws, not to be tried again, when the file holds something else than settings.
   */
  keepRules(request: { readonly workspace: string; readonly rules: readonly string[] }): Promise<void>;
}

export interface ArchiveRequest {
  readonly run: string;
  /** Whose state is recorded, too; null when nobody has worked in it. */
  readonly workspace: string | null;
  readonly result: RunResult;
  /** Outcomes that were made by the run itself: skipped agents, timers. */
  readonly lines: readonly JournalLine[];
  /** The calls in the order in which their outcomes entered the script. */
  readonly order: readonly CallId[];
}

export interface CleanRequest {
  readonly run: string;
  readonly workspace: string;
  readonly base: string;
}

export interface LeftWorktree extends KeptWorktree {
  readonly call: CallId;
}

export type ReadScriptResult =
  | { readonly kind: 'script'; readonly script: CompiledScript }
  | { readonly kind: 'refused'; readonly message: string };
