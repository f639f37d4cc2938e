import type { CallId } from '../interpreter/call.js';
import type { AgentRow, RunState } from './state.js';

/** What a person may do to one agent. */
export type AgentControl = 'kill' | 'skip' | 'restart' | 'steer';

/** Why an agent cannot be controlled so, in words that name the agents that can; null when it can. */
export function whyNot(state: RunState, control: AgentControl, call: CallId): string | null {
  const agent = state.agents.get(call);
  const why = agent ? whyNotOf(agent, control) : `there is no agent ${call}`;
  return why === null ? null : `${why}. ${targetsIn(state, control)}`;
}

/** Targets that are named, and characters of their labels: enough to find one's mistake. */
const MOST_TARGETS = 10;
const LONGEST_LABEL = 60;

function whyNotOf(agent: AgentRow, control: AgentControl): string | null {
  const { position, startedAt } = agent;
  if (position.at === 'settled') return `agent ${named(agent)} has ended already (${position.ending.status})`;
  if (control === 'skip' && startedAt !== null) return `agent ${named(agent)} has begun (kill ends it)`;
  if (control === 'steer' && position.at === 'waiting' && position.wait.for === 'failure')
    return `agent ${named(agent)} has failed and is held (restart or kill it)`;
  if (control === 'restart' && startedAt === null) return `agent ${named(agent)} has not begun`;
  return null;
}

function targetsIn({ agents }: RunState, control: AgentControl): string {
  const targets = [...agents.values()].filter((agent) => whyNotOf(agent, control) === null);
  if (targets.length === 0) return `There is no agent to ${control}`;
  const shown = targets.slice(0, MOST_TARGETS).map(named).join(', ');
  const more = targets.length > MOST_TARGETS ? ` and ${targets.length - MOST_TARGETS} more` : '';
  return `Agents to ${control}: ${shown}${more}`;
}

function named({ call, label }: AgentRow): string {
  return `${call} (${label.slice(0, LONGEST_LABEL)})`;
}
