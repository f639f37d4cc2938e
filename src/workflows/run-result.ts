import type { ScriptEnding } from '../interpreter/host.js';
import { type Json, tokensOf, type Usage } from '../interpreter/outcome.js';
import type { Cost } from './cost.js';
import type { EndStatus } from './events.js';
import type { LeftWorktree } from './ports.js';
import type { PhaseRow, RunState } from './state.js';

/** What a run leaves behind: the document `--json` prints. `rejected` is said by whoever refuses a script before it starts. */
export interface RunResult {
  readonly run: string;
  readonly status: EndStatus | 'rejected';
  /** Absent when the script returned undefined, and unless it returned at all. */
  readonly result?: Json;
  readonly error?: RunError;
  /** Every agent that was lost, with its reason. */
  readonly failures: readonly Failure[];
  /** Worktrees that hold the work of agents: they stay until a person removes them. */
  readonly worktrees: readonly AgentWorktree[];
  readonly totals: Totals;
  /** Odd but harmless things in the script; the first hundred. */
  readonly warnings: readonly string[];
  readonly phases: readonly PhaseRow[];
}

export interface RunError {
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly stack?: readonly string[];
}

export interface Failure {
  readonly call: number;
  readonly label: string;
  readonly phase: string | null;
  readonly code: string;
  readonly message: string;
  /** Requests that were made for it. */
  readonly requests: number;
  /** Of every kind. */
  readonly tokens: number;
  /** From its first leg to its end, in milliseconds; null for one that has not begun. */
  readonly durationMs: number | null;
}

export interface AgentWorktree extends LeftWorktree {
  readonly label: string;
}

export interface Totals {
  readonly agents: number;
  readonly ok: number;
  readonly failed: number;
  readonly skipped: number;
  /** Input, output and cache tokens together. */
  readonly tokens: number;
  readonly usage: Usage;
  /** Absent in results recorded before costs were. */
  readonly cost?: Cost;
  readonly requests: number;
  /** Agents whose outcomes were taken over from another run; absent for none. */
  readonly reused?: number;
  /** Wall-clock milliseconds of the run. */
  readonly durationMs: number;
}

const MOST_WARNINGS = 100;

/** How a run ended: by its script, because a person stopped it, or before it began, since what it goes by is gone. */
export type RunEnding =
  | ScriptEnding
  | { readonly kind: 'stopped'; readonly by: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** The status a run ends with. Calls the script did not wait for (CANCELLED) are told, but are no failure of the run. */
export function endStatus(ending: RunEnding, state: RunState): EndStatus {
  if (ending.kind === 'stopped') return 'stopped';
  if (ending.kind !== 'returned') return 'failed';
  return failuresOf(state).some((failure) => failure.code !== 'CANCELLED') ? 'completed_with_failures' : 'completed';
}

export function resultOf(run: string, ending: RunEnding, state: RunState, now: number): RunResult {
  return {
    run,
    status: endStatus(ending, state),
    ...(ending.kind === 'returned' && ending.value !== undefined && { result: ending.value }),
    ...(ending.kind === 'faulted' && { error: { code: ending.code, ...ending.fault } }),
    ...(ending.kind === 'unreadable' && {
      error: {
        code: 'JOURNAL_UNREADABLE',
        name: 'JournalUnreadable',
        message: `what the run was to take over cannot be read: ${ending.why}`,
      },
    }),
    ...(ending.kind === 'stopped' && {
      error: { code: 'STOPPED', name: 'Stopped', message: `stopped by ${ending.by}` },
    }),
    failures: failuresOf(state),
    worktrees: worktreesOf(state),
    totals: totalsOf(state, now),
    warnings: state.warnings.slice(0, MOST_WARNINGS),
    phases: [...state.phases.values()],
  };
}

function failuresOf(state: RunState): readonly Failure[] {
  const failures: Failure[] = [];
  for (const agent of state.agents.values()) {
    const { call, label, phase, position, spent, startedAt, endedAt } = agent;
    if (position.at !== 'settled' || position.ending.status === 'ok') continue;
    const code = position.ending.status === 'failed' ? position.ending.code : 'SKIPPED';
    failures.push({
      call,
      label,
      phase,
      code,
      message: position.ending.message,
      requests: spent?.requests ?? 0,
      tokens: spent ? tokensOf(spent.usage) : 0,
      durationMs: startedAt === null || endedAt === null ? null : endedAt - startedAt,
    });
  }
  return failures;
}

function worktreesOf({ agents }: RunState): readonly AgentWorktree[] {
  return [...agents.values()].flatMap(({ call, label, worktree }) => (worktree ? [{ call, label, ...worktree }] : []));
}

export function totalsOf(state: RunState, now: number): Totals {
  const { agents, ok, failed, skipped } = state.counts;
  const { usage, cost } = state;
  return {
    agents,
    ok,
    failed,
    skipped,
    tokens: tokensOf(usage),
    usage,
    cost,
    requests: state.requests,
    ...(state.reused > 0 && { reused: state.reused }),
    durationMs: (state.endedAt ?? now) - state.startedAt,
  };
}
