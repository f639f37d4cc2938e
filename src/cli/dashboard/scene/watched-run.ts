// One run as the dashboard holds it: the fold of its events, and what the screens would otherwise have to look for.
//
// E1  Whatever the number of agents, an event costs no more than the agent it is about; a frame reads a window.
// E2  Only a change of what is shown (phase, filter, search) looks at every agent.

import type { Story } from '../../../client/story.js';
import type { CallId } from '../../../interpreter/call.js';
import type { RunEvent, RunStatus } from '../../../workflows/events.js';
import type { RunResult } from '../../../workflows/run-result.js';
import { type AgentRow, emptyState, type PhaseRow, reduce, type RunState, statusOf } from '../../../workflows/state.js';
import { type Filter, passes } from './filter.js';
import { Roster } from './roster.js';

/** Which agents are shown: those of a phase that pass the filter; of a search, those of all phases. */
export interface Choice {
  /** Index among the phases. */
  readonly phase: number;
  readonly filter: Filter;
  /** Part of a label; empty for no search. */
  readonly query: string;
}

/** When the first agent of a phase began and its last one ended, in milliseconds since the epoch. */
export interface PhaseTimes {
  readonly startedAt: number;
  readonly endedAt: number;
}

export class WatchedRun {
  readonly run: string;
  #state = emptyState();
  #phases: PhaseRow[] = [];
  readonly #times = new Map<string | null, PhaseTimes>();
  readonly #shown = new Roster();
  #choice: Choice = { phase: 0, filter: 'all', query: '' };
  #phase: string | null | undefined;
  /** Number of events taken: where following goes on. */
  events = 0;
  result: RunResult | null = null;
  /** `record`: the server does not know it any more, and nothing can be done to it. */
  from: Story['from'] = 'server';
  /** Why it cannot be read any further; null while it can. */
  trouble: string | null = null;
  /** Of a run that was ended by force, so that it could not say so: the last that is known of it. */
  #forcedAt: number | null = null;

  constructor(run: string) {
    this.run = run;
  }

  get state(): RunState {
    return this.#state;
  }

  /** As people see it; null for a run that was ended by force, or of which the end is not known. */
  get status(): RunStatus | null {
    return this.#forcedAt === null ? statusOf(this.#state) : null;
  }

  /** The time up to which the run lasts so far, in milliseconds since the epoch. */
  clock(now: number): number {
    return this.#forcedAt ?? now;
  }

  /** As they were declared or first named. */
  get phases(): readonly PhaseRow[] {
    return this.#phases;
  }

  /** The agents that are shown, by the choice made last. */
  get shown(): Pick<Roster, 'size' | 'at' | 'placeOf' | 'has' | 'window'> {
    return this.#shown;
  }

  agent(call: CallId): AgentRow | undefined {
    return this.#state.agents.get(call);
  }

  timesOf(phase: PhaseRow): PhaseTimes | undefined {
    return this.#times.get(phase.title);
  }

  take(event: RunEvent): void {
    reduce(this.#state, event);
    this.events++;
    this.#notePhases();
    if ('call' in event) this.#note(event.call, event);
  }

  /** A run that is read whole, not followed. A record does not tell the phases of agents: those without any are left out. */
  takeStory({ state, events, result, goesOn, from }: Omit<Story, 'run' | 'spec'>): void {
    this.#state = state;
    this.result = result;
    this.from = from;
    this.#forcedAt = goesOn || state.endedAt !== null ? null : (events.at(-1)?.at ?? state.startedAt);
    this.#phases = [...state.phases.values()].filter(({ agents }) => from === 'server' || agents > 0);
    for (const { phase, startedAt, endedAt } of state.agents.values()) {
      if (startedAt !== null) this.#noteTime(phase, startedAt);
      if (endedAt !== null) this.#noteTime(phase, endedAt);
    }
    this.#fill();
  }

  show(choice: Choice): void {
    const { phase, filter, query } = this.#choice;
    const same = phase === choice.phase && filter === choice.filter && query === choice.query;
    this.#choice = choice;
    if (!same || this.#phase !== this.#phases[phase]?.title) this.#fill();
  }

  #notePhases(): void {
    const { phases } = this.#state;
    if (phases.size === this.#phases.length) return;
    this.#phases = [...phases.values()];
    if (this.#phase === undefined) this.#fill();
  }

  #note(call: CallId, event: RunEvent): void {
    const agent = this.#state.agents.get(call);
    if (!agent) return;
    if (event.type === 'running' || event.type === 'settled') this.#noteTime(agent.phase, event.at);
    this.#shown.set(call, this.#shows(agent));
  }

  #noteTime(phase: string | null, at: number): void {
    const { startedAt = at, endedAt = at } = this.#times.get(phase) ?? {};
    this.#times.set(phase, { startedAt: Math.min(startedAt, at), endedAt: Math.max(endedAt, at) });
  }

  #fill(): void {
    this.#phase = this.#phases[this.#choice.phase]?.title;
    const calls: CallId[] = [];
    for (const agent of this.#state.agents.values()) if (this.#shows(agent)) calls.push(agent.call);
    this.#shown.fill(calls.sort((a, b) => a - b));
  }

  #shows({ phase, position, label }: AgentRow): boolean {
    const { filter, query } = this.#choice;
    const isNamed = query === '' ? phase === this.#phase : label.toLowerCase().includes(query.toLowerCase());
    return isNamed && passes(filter, position);
  }
}
