import type { CallId, Scope } from '../interpreter/call.js';
import type { FailureCode } from '../interpreter/outcome.js';
import type { MetaPhase } from '../script/compiled-script.js';
import type { KeptWorktree, LegSpent, PermissionAsk } from './ports.js';

/** Position of an event in its run, from 0. */
export type Seq = number;

export type RunStatus = 'running' | 'paused' | 'waiting' | EndStatus;
export type EndStatus = 'completed' | 'completed_with_failures' | 'failed' | 'stopped';

/** What a call waits for when no leg of it is running. */
export type Wait =
  | { readonly for: 'resume' }
  /** Asks nobody has decided yet. */
  | { readonly for: 'permission'; readonly asks: readonly PermissionAsk[] }
  /** `until`: milliseconds since the epoch. */
  | { readonly for: 'rate-limit' | 'no-provider'; readonly until: number; readonly message: string };

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
    }
  | { readonly type: 'running'; readonly call: CallId; readonly leg: number }
  | { readonly type: 'waiting'; readonly call: CallId; readonly wait: Wait; readonly spent: LegSpent | null }
  | { readonly type: 'settled'; readonly call: CallId; readonly ending: Ending; readonly spent: LegSpent | null }
  | {
      readonly type: 'decided';
      readonly call: CallId;
      readonly ask: string;
      readonly verdict: 'approved' | 'denied';
      readonly by: string;
    }
  /** The agent has changed something in a worktree of its own, which stays until a person removes it. */
  | { readonly type: 'kept'; readonly call: CallId; readonly worktree: KeptWorktree }
  | { readonly type: 'paused'; readonly by: string }
  | { readonly type: 'resumed'; readonly by: string }
  | { readonly type: 'ended'; readonly status: EndStatus };

/** A happening with its place and time (workflow clock, milliseconds since the epoch). */
export type RunEvent = RunHappening & { readonly seq: Seq; readonly at: number };
