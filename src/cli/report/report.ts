import type { Story } from '../../client/story.js';
import { type Json, tokensOf, type Usage } from '../../interpreter/outcome.js';
import type { Cost } from '../../workflows/cost.js';
import { type CostRow, costReport } from '../../workflows/cost-report.js';
import type { RunStatus } from '../../workflows/events.js';
import type { ConversationPlace } from '../../workflows/ports.js';
import { type AgentWorktree, type RunError, type Totals, totalsOf } from '../../workflows/run-result.js';
import { type AgentRow, type PhaseRow, spentCost, statusOf } from '../../workflows/state.js';
import { type CoveredLine, coverageOf } from './coverage.js';
import { type Timeline, timelineOf } from './timeline.js';

/**
 * A run as one document: what every form of the report says. Times are milliseconds since the epoch. All texts are as
 * scripts, models and servers gave them: hostile.
 */
export interface Report {
  readonly run: string;
  readonly name: string;
  readonly description: string;
  readonly status: RunStatus;
  /** Whether it has not ended. */
  readonly goesOn: boolean;
  /** It has ended, and nobody can say how: it was ended by force, or its record breaks off. */
  readonly endUnknown: boolean;
  /** `record`: nothing is known of when things happened, nor of agents' phases, tokens and costs. */
  readonly from: Story['from'];
  readonly writtenAt: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Why it is paused, where not because a person wanted it. */
  readonly pausedFor: string | null;
  /** Tool calls and questions that wait for a person. */
  readonly asks: number;
  readonly totals: Totals;
  /** Absent when the script returned nothing, or not at all. */
  readonly result?: Json;
  readonly error: RunError | null;
  readonly phases: readonly PhaseRow[];
  /** Dearest first. */
  readonly models: readonly CostRow[];
  /** In the order of their calls. */
  readonly agents: readonly ReportAgent[];
  readonly worktrees: readonly AgentWorktree[];
  readonly warnings: readonly string[];
  readonly logs: readonly string[];
  /** What the run was started with; null where no record was kept. */
  readonly script: { readonly file: string; readonly lines: readonly CoveredLine[] } | null;
  /** JSON text; null when it was started without any. */
  readonly args: string | null;
  /** Null where no times are known. */
  readonly timeline: Timeline | null;
}

export interface ReportAgent {
  readonly call: number;
  readonly label: string;
  readonly phase: string | null;
  readonly scope: readonly string[];
  readonly line: number | null;
  readonly model: string;
  readonly status: AgentStatus;
  /** Of failures. */
  readonly code: string | null;
  /** Why it failed or was skipped, or what it waits for. */
  readonly why: string | null;
  readonly restarts: number;
  /** The conversation of another run whose outcome it has. */
  readonly reused: ConversationPlace | null;
  readonly startedAt: number | null;
  /** From its first leg to its end, or until now. */
  readonly durationMs: number | null;
  readonly requests: number | null;
  /** Of every kind; null, as its cost, where nothing is known of them. */
  readonly tokens: number | null;
  readonly usage: Usage | null;
  readonly cost: Cost | null;
}

export type AgentStatus = 'queued' | 'running' | 'waiting' | 'ok' | 'failed' | 'skipped';

/** Tells a story as it stands at `now`. Pure. */
export function reportOf({ run, state, events, spec, goesOn, result, from }: Story, now: number): Report {
  const until = state.endedAt ?? (goesOn ? now : (events.at(-1)?.at ?? now));
  const agents = [...state.agents.values()].map((agent) => agentOf(agent, from, until));
  return {
    run,
    name: state.name,
    description: state.description,
    status: result?.status === 'rejected' ? 'failed' : (result?.status ?? (goesOn ? statusOf(state) : 'stopped')),
    goesOn,
    endUnknown: !goesOn && result === null,
    from,
    writtenAt: now,
    startedAt: state.startedAt,
    endedAt: state.endedAt,
    pausedFor: state.pausedFor,
    asks: state.asks,
    totals: result?.totals ?? totalsOf(state, until),
    ...(result?.result !== undefined && { result: result.result }),
    error: result?.error ?? null,
    phases: from === 'record' && result ? result.phases : [...state.phases.values()],
    models: costReport(run, state, 0).models,
    agents,
    worktrees: result?.worktrees ?? [],
    warnings: from === 'record' && result ? result.warnings : state.warnings,
    logs: state.logs,
    script: spec && { file: spec.script.file, lines: coverageOf(spec.script, agents) },
    args: spec?.args ?? null,
    timeline: from === 'record' ? null : timelineOf(events, state.startedAt, until),
  };
}

/** Those that were lost, in the order of their calls. */
export function failuresOf({ agents }: Pick<Report, 'agents'>): readonly ReportAgent[] {
  return agents.filter(({ status }) => status === 'failed' || status === 'skipped');
}

function agentOf(agent: AgentRow, from: Story['from'], until: number): ReportAgent {
  const { call, label, phase, scope, line, model, restarts, reused, spent } = agent;
  const startedAt = from === 'record' ? null : agent.startedAt;
  return {
    call,
    label,
    phase,
    scope,
    line,
    model,
    ...standing(agent),
    restarts,
    reused,
    startedAt,
    durationMs: startedAt === null ? null : (agent.endedAt ?? until) - startedAt,
    requests: spent?.requests ?? null,
    tokens: spent && tokensOf(spent.usage),
    usage: spent?.usage ?? null,
    cost: spent && spentCost(spent),
  };
}

function standing({ position }: AgentRow): Pick<ReportAgent, 'status' | 'code' | 'why'> {
  switch (position.at) {
    case 'settled': {
      const { ending } = position;
      if (ending.status === 'ok') return { status: 'ok', code: null, why: null };
      return { status: ending.status, code: ending.status === 'failed' ? ending.code : null, why: ending.message };
    }
    case 'waiting':
      return { status: 'waiting', code: null, why: position.wait.for };
    case 'queued':
    case 'running':
      return { status: position.at, code: null, why: null };
  }
}
