// What a run looks like from outside: the fold of its events. Pure; the same on worker, client and in reports.

import type { CallId, Scope } from '../interpreter/call.js';
import { addUsage, NO_USAGE, tokensOf, type Usage, usageSince } from '../interpreter/outcome.js';
import { addCost, type Cost, costSince, NO_COST } from './cost.js';
import type { Ending, RunEvent, RunStatus, Wait } from './events.js';
import type { ConversationPlace, KeptWorktree, LegSpent, Steering } from './ports.js';

/** Where one agent stands. Exactly one of these at any time; `settled` is final. */
export type AgentPosition =
  | { readonly at: 'queued' }
  | { readonly at: 'running'; readonly leg: number }
  | { readonly at: 'waiting'; readonly wait: Wait }
  | { readonly at: 'settled'; readonly ending: Ending };

/** One agent as screens show it. */
export interface AgentRow {
  readonly call: CallId;
  readonly label: string;
  readonly phase: string | null;
  readonly scope: Scope;
  readonly model: string;
  position: AgentPosition;
  spent: LegSpent | null;
  /** How often a person let it begin anew. */
  restarts: number;
  /** What persons said to it, oldest first. */
  messages: readonly Said[];
  /** Where the script calls it, in the file of its scope; null when that is not known. */
  readonly line: number | null;
  /** The conversation of another run whose outcome it has; null for one that has its own. */
  reused: ConversationPlace | null;
  /** Where its work is, when it has worked in a worktree and changed something there. */
  worktree: KeptWorktree | null;
  readonly queuedAt: number;
  startedAt: number | null;
  endedAt: number | null;
}

/** A message to an agent; `deliveredAt` is null while its conversation does not hold it. */
export interface Said extends Steering {
  readonly deliveredAt: number | null;
}

/** Counts of agents; `agents` is their sum. */
export interface AgentCounts {
  agents: number;
  queued: number;
  running: number;
  waiting: number;
  ok: number;
  failed: number;
  skipped: number;
}

export interface PhaseRow extends AgentCounts {
  /** null: agents that named no phase. */
  readonly title: string | null;
  readonly detail: string | null;
  usage: Usage;
  cost: Cost;
}

/** `until`: milliseconds since the epoch. */
export interface ProviderLimit {
  readonly until: number;
  readonly message: string;
}

export interface RunState {
  status: RunStatus;
  /** Why it is paused, when not because a person wanted it. */
  pausedFor: string | null;
  /** Whether it is paused for new agents only. */
  draining: boolean;
  /** The provider's limit that keeps agents from starting. */
  limited: ProviderLimit | null;
  /** The phase the script is in; null before it named one. */
  phase: string | null;
  /** Asks that wait for a person. */
  asks: number;
  name: string;
  description: string;
  startedAt: number;
  endedAt: number | null;
  /** Declared in meta first, then as they are first named. By title: a script may name tens of thousands. */
  readonly phases: Map<string | null, PhaseRow>;
  readonly agents: Map<CallId, AgentRow>;
  readonly counts: AgentCounts;
  usage: Usage;
  cost: Cost;
  requests: number;
  /** Agents whose outcomes are those of another run. */
  reused: number;
  readonly logs: string[];
  readonly warnings: string[];
}

export function emptyState(): RunState {
  return {
    status: 'running',
    pausedFor: null,
    draining: false,
    limited: null,
    phase: null,
    asks: 0,
    name: '',
    description: '',
    startedAt: 0,
    endedAt: null,
    phases: new Map(),
    agents: new Map(),
    counts: noCounts(),
    usage: NO_USAGE,
    cost: NO_COST,
    requests: 0,
    reused: 0,
    logs: [],
    warnings: [],
  };
}

/**
 * Folds one event into the state, in place: a run has up to 100,000 agents, and copying them for each event would make
 * long runs quadratic. The owner of a state is the only one that may hold it across events.
 */
export function reduce(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'started':
      state.name = event.name;
      state.description = event.description;
      state.startedAt = event.at;
      for (const phase of event.phases) phaseOf(state, phase.title, phase.detail ?? null);
      return state;
    case 'phase':
      state.phase = event.title;
      phaseOf(state, event.title);
      return state;
    case 'log':
      state.logs.push(event.scope.length > 0 ? `[${event.scope.at(-1)}] ${event.line}` : event.line);
      return state;
    case 'warned':
      state.warnings.push(event.line);
      return state;
    case 'queued':
      state.agents.set(event.call, {
        call: event.call,
        label: event.label,
        phase: event.phase,
        scope: event.scope,
        model: event.model,
        position: { at: 'queued' },
        spent: null,
        restarts: 0,
        messages: [],
        worktree: null,
        line: event.line ?? null,
        reused: null,
        queuedAt: event.at,
        startedAt: null,
        endedAt: null,
      });
      count(state, phaseOf(state, event.phase), 'queued', 1);
      return state;
    case 'running':
      return moved(state, event.call, { at: 'running', leg: event.leg }, event.at, null);
    case 'waiting':
      return moved(state, event.call, { at: 'waiting', wait: event.wait }, event.at, event.spent);
    case 'settled':
      if (event.reused) takenOver(state, event.call, event.reused);
      return moved(state, event.call, { at: 'settled', ending: event.ending }, event.at, event.spent);
    case 'spent':
      return spentMore(state, event.call, event.spent);
    case 'decided':
      return decided(state, event.call, event.ask, event.at);
    case 'restarted':
      return restarted(state, event.call, event.at);
    case 'steered':
      return said(state, event.call, (messages) => [...messages, { ...event.message, deliveredAt: null }]);
    case 'delivered':
      return said(state, event.call, (messages) =>
        messages.map((told) => (told.id === event.message.id ? { ...told, deliveredAt: event.at } : told)),
      );
    case 'limited':
      state.limited = { until: event.until, message: event.message };
      return state;
    case 'served':
      state.limited = null;
      return state;
    case 'concurrency':
      return state;
    case 'kept': {
      const agent = state.agents.get(event.call);
      if (agent) agent.worktree = event.worktree;
      return state;
    }
    case 'paused':
      state.status = 'paused';
      state.pausedFor = event.why ?? null;
      state.draining = event.drain ?? false;
      return state;
    case 'raised':
      return state;
    case 'resumed':
      state.status = 'running';
      state.pausedFor = null;
      state.draining = false;
      return state;
    case 'ended':
      state.status = event.status;
      state.endedAt = event.at;
      return state;
  }
}

/** The status people see: a run whose every unsettled agent waits for something outside is `waiting`. */
export function statusOf({ status, counts, limited }: RunState): RunStatus {
  const open = counts.queued + counts.waiting;
  const idle = counts.running === 0 && open > 0 && (counts.queued === 0 || limited !== null);
  return status === 'running' && idle ? 'waiting' : status;
}

function moved(state: RunState, call: CallId, position: AgentPosition, at: number, spent: LegSpent | null): RunState {
  const agent = state.agents.get(call);
  if (!agent) return state;
  const phase = phaseOf(state, agent.phase);
  state.asks += asksIn(position) - asksIn(agent.position);
  const before = bucket(agent.position);
  const after = bucket(position);
  if (before !== after) {
    state.counts[before]--;
    phase[before]--;
    state.counts[after]++;
    phase[after]++;
  }
  agent.position = position;
  if (position.at === 'running') agent.startedAt ??= at;
  if (position.at === 'settled') agent.endedAt = at;
  if (spent) charge(state, phase, agent, spent);
  return state;
}

function spentMore(state: RunState, call: CallId, spent: LegSpent): RunState {
  const agent = state.agents.get(call);
  if (agent) charge(state, phaseOf(state, agent.phase), agent, spent);
  return state;
}

/** With its last ask decided an agent queues again. */
function decided(state: RunState, call: CallId, ask: string, at: number): RunState {
  const position = state.agents.get(call)?.position;
  if (position?.at !== 'waiting' || position.wait.for !== 'permission') return state;
  const asks = position.wait.asks.filter(({ id }) => id !== ask);
  const next: AgentPosition = asks.length > 0 ? { at: 'waiting', wait: { for: 'permission', asks } } : { at: 'queued' };
  return moved(state, call, next, at, null);
}

function takenOver(state: RunState, call: CallId, place: ConversationPlace): void {
  const agent = state.agents.get(call);
  if (agent) agent.reused = place;
  state.reused++;
}

function restarted(state: RunState, call: CallId, at: number): RunState {
  const agent = state.agents.get(call);
  if (!agent || agent.position.at === 'settled') return state;
  agent.restarts++;
  return moved(state, call, { at: 'queued' }, at, null);
}

function said(state: RunState, call: CallId, change: (messages: readonly Said[]) => readonly Said[]): RunState {
  const agent = state.agents.get(call);
  if (agent) agent.messages = change(agent.messages);
  return state;
}

/** What an agent has cost in all. Of what was recorded without its cost only the tokens are known. */
export function spentCost(spent: LegSpent | null): Cost {
  return spent ? (spent.cost ?? { usd: 0, unknown: tokensOf(spent.usage) }) : NO_COST;
}

/** `spent` is what the agent has used in all, so only the difference to what is known is added. */
function charge(state: RunState, phase: PhaseRow, agent: AgentRow, spent: LegSpent): void {
  const usage = usageSince(agent.spent?.usage ?? NO_USAGE, spent.usage);
  const cost = costSince(spentCost(agent.spent), spentCost(spent));
  for (const sum of [state, phase]) {
    sum.usage = addUsage(sum.usage, usage);
    sum.cost = addCost(sum.cost, cost);
  }
  state.requests += spent.requests - (agent.spent?.requests ?? 0);
  agent.spent = spent;
}

function asksIn(position: AgentPosition): number {
  return position.at === 'waiting' && position.wait.for === 'permission' ? position.wait.asks.length : 0;
}

type Bucket = Exclude<keyof AgentCounts, 'agents'>;

function bucket(position: AgentPosition): Bucket {
  return position.at === 'settled' ? position.ending.status : position.at;
}

function count(state: RunState, phase: PhaseRow, where: Bucket, by: number): void {
  for (const counts of [state.counts, phase]) {
    counts.agents += by;
    counts[where] += by;
  }
}

function phaseOf(state: RunState, title: string | null, detail: string | null = null): PhaseRow {
  const known = state.phases.get(title);
  if (known) return known;
  const phase: PhaseRow = { title, detail, usage: NO_USAGE, cost: NO_COST, ...noCounts() };
  state.phases.set(title, phase);
  return phase;
}

function noCounts(): AgentCounts {
  return { agents: 0, queued: 0, running: 0, waiting: 0, ok: 0, failed: 0, skipped: 0 };
}
