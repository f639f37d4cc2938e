import type { Story } from '../../client/story.js';
import type { Json } from '../../interpreter/outcome.js';
import type { RunStatus } from '../../workflows/events.js';
import { type AgentWorktree, type RunError, type Totals, totalsOf } from '../../workflows/run-result.js';
import type { RunLimits, RunSpec, SpendingCaps } from '../../workflows/spec.js';
import { type AgentCounts, type AgentRow, type PhaseRow, statusOf } from '../../workflows/state.js';
import type { Look } from '../look.js';
import { type Why, whyOf } from '../why.js';

/** One run at a glance: what `show` prints. */
export interface RunView {
  readonly run: string;
  readonly name: string;
  readonly description: string;
  readonly status: RunStatus;
  /** As `why` prints it. */
  readonly why: Omit<Why, 'run'>;
  /** Milliseconds since the epoch, as is `endedAt`; null while it goes on, and when nobody knows. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** `record`: no worker could be asked, and only what was written down is known. */
  readonly from: Story['from'];
  /** The one the script is in. */
  readonly phase: string | null;
  readonly phases: readonly PhaseRow[];
  readonly totals: Totals;
  readonly counts: AgentCounts;
  /** Those that wait or were lost: the first thousand. */
  readonly agents: readonly AgentRow[];
  readonly worktrees: readonly AgentWorktree[];
  readonly warnings: readonly string[];
  readonly error: RunError | null;
  /** Null where no record tells it. */
  readonly start: RunStart | null;
  /** Runs that took over what this one has done. */
  readonly resumedAs: readonly string[];
}

/** What a run was started with. */
export interface RunStart {
  readonly script: { readonly file: string; readonly digest: string };
  /** Absent for none. */
  readonly args?: Json;
  readonly workspace: string;
  readonly model: string;
  readonly offline: boolean;
  readonly limits: Pick<RunLimits, 'concurrency' | 'maxAgents'>;
  readonly caps: SpendingCaps;
  /** The run whose work this one took over. */
  readonly resumedFrom: string | null;
}

const MOST_AGENTS = 1_000;

/** `now`: milliseconds since the epoch. */
export function runView(seen: Look, resumedAs: readonly string[], now: number): RunView {
  const { run, state, spec, result, from, goesOn } = seen;
  const { run: _run, ...why } = whyOf(seen, now);
  const agents = [...state.agents.values()];
  return {
    run,
    name: state.name,
    description: state.description,
    status: goesOn || state.endedAt !== null ? statusOf(state) : 'stopped', // ended by force, and so without a word
    why,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    from,
    phase: state.phase,
    phases: [...state.phases.values()],
    totals: result?.totals ?? totalsOf(state, now),
    counts: state.counts,
    agents: agents.filter(isNotable).slice(0, MOST_AGENTS),
    worktrees: result?.worktrees ?? agents.flatMap(worktreeOf),
    warnings: state.warnings,
    error: result?.error ?? null,
    start: spec && startOf(spec),
    resumedAs,
  };
}

function isNotable({ position }: AgentRow): boolean {
  return position.at === 'waiting' || (position.at === 'settled' && position.ending.status === 'failed');
}

function worktreeOf({ call, label, worktree }: AgentRow): readonly AgentWorktree[] {
  return worktree ? [{ call, label, ...worktree }] : [];
}

function startOf({ script, args, workspace, model, limits, caps, reuse }: RunSpec): RunStart {
  const { concurrency, maxAgents } = limits;
  const { maxUsd, maxTokens, maxDurationMs } = caps ?? {};
  return {
    script: { file: script.file, digest: script.digest },
    ...(args !== null && { args: JSON.parse(args) as Json }),
    workspace,
    model: model.id,
    offline: model.provider === 'offline',
    limits: { concurrency, maxAgents },
    caps: {
      ...(maxUsd !== undefined && { maxUsd }),
      ...(maxTokens !== undefined && { maxTokens }),
      ...(maxDurationMs !== undefined && { maxDurationMs }),
    },
    resumedFrom: reuse?.from ?? null,
  };
}
