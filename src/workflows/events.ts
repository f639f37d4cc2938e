import type { CallId, Scope } from '../interpreter/call.js';
import type { FailureCode } from '../interpreter/outcome.js';
import type { MetaPhase } from '../script/compiled-script.js';
import type { AskDecision, ConversationPlace, KeptWorktree, LegSpent, PermissionAsk, Steering } from './ports.js';
import type { RunLimits, SpendingCaps } from './spec.js';

/** Position of an event in its run, from 0. */
export type Seq = number;

export type RunStatus = 'running' | 'paused' | 'waiting' | EndStatus;
export type EndStatus = 'completed' | 'completed_with_failures' | 'failed' | 'stopped';

/** What a call waits for when no leg of it is running. */
export type Wait =
  | { readonly for: 'resume' | 'budget' }
  /** Asks nobody has decided yet. */
  | { readonly for: 'permission'; readonly asks: readonly PermissionAsk[] }
  /** `until`: milliseconds since the epoch. */
  | { readonly for: 'rate-limit' | 'no-provider'; readonly until: number; readonly message: string }
  /** It has failed, and a person decides whether it begins anew. */
  | { readonly for: 'failure'; readonly code: FailureCode; readonly message: string };

/** How an agent ended, without its value: values are large and belong to the script. */
export type Ending =
  | { readonly status: 'ok' }
  | { readonly status: 'skipped'; readonly message: string }
  | { readonly status: 'failed'; readonly code: FailureCode; readonly message: string };

/** What happened in a run. The only interface from engine to screens: `--json` streams, trees and reports are folds over these. */
export type RunHappening =
  | {
      readonly type: 'started';
      readonly name: string;
      readonly description: string;
      readonly phases: readonly MetaPhase[];
    }
  | { readonly type: 'phase'; readonly title: string }
  | { readonly type: 'log'; readonly line: string; readonly scope: Scope }
  | { readonly type: 'warned'; readonly line: string; readonly scope: Scope }
  | {
      readonly type: 'queued';
      readonly call: CallId;
      readonly label: string;
      readonly phase: string | null;
      readonly scope: Scope;
      readonly model: string;
      /** Where the script calls it, in the file of its scope. */
      readonly line?: number;
    }
  | { readonly type: 'running'; readonly call: CallId; readonly leg: number }
  | { readonly type: 'waiting'; readonly call: CallId; readonly wait: Wait; readonly spent: LegSpent | null }
  | {
      readonly type: 'settled';
      readonly call: CallId;
      readonly ending: Ending;
      readonly spent: LegSpent | null;
      /** The conversation of another run whose outcome this is: nothing was asked again. */
      readonly reused?: ConversationPlace;
    }
  | {
      readonly type: 'decided';
      readonly call: CallId;
      readonly ask: string;
      readonly verdict: AskDecision['kind'];
      readonly by: string;
      /** Rules that hold from now on: for this run, or for all. Absent when the call alone was decided. */
      readonly granted?: { readonly rules: readonly string[]; readonly for: 'run' | 'always' };
    }
  /** The provider limits the run: no agent starts before `until`, and then one to try. */
  | { readonly type: 'limited'; readonly until: number; readonly message: string }
  /** The provider serves the run again. */
  | { readonly type: 'served' }
  /** A leg whose agent is settled already has ended: what it had used by then. */
  | { readonly type: 'spent'; readonly call: CallId; readonly spent: LegSpent }
  /** A person let the agent begin anew: what it has said and heard so far counts no more, but for what was spent. */
  | { readonly type: 'restarted'; readonly call: CallId; readonly by: string }
  /** A person said something to the agent; `delivered` follows when its conversation holds it. */
  | { readonly type: 'steered'; readonly call: CallId; readonly message: Steering }
  | { readonly type: 'delivered'; readonly call: CallId; readonly message: Steering }
  /** Agents at work at once, from now on. */
  | { readonly type: 'concurrency'; readonly limit: number; readonly by: string }
  /** The agent has changed something in a worktree of its own, which stays until a person removes it. */
  | { readonly type: 'kept'; readonly call: CallId; readonly worktree: KeptWorktree }
  /** `why`: the cap that is reached; absent when a person paused it. */
  | {
      readonly type: 'paused';
      readonly by: string;
      readonly why?: string;
      /** Agents at work go on to their end. */
      readonly drain?: true;
    }
  | {
      readonly type: 'raised';
      readonly by: string;
      readonly caps: SpendingCaps & Pick<Partial<RunLimits>, 'maxAgents'>;
    }
  | { readonly type: 'resumed'; readonly by: string }
  | { readonly type: 'ended'; readonly status: EndStatus };

/** A happening with its place and time (workflow clock, milliseconds since the epoch). */
export type RunEvent = RunHappening & { readonly seq: Seq; readonly at: number };
