import type { RunHandle } from '../client/run-handle.js';
import { LonghaulError } from '../config/errors.js';
import type { CallId } from '../interpreter/call.js';
import type { AgentRow } from '../workflows/state.js';
import { terminalLine } from './terminal/terminal-text.js';

/** Whether a person who says `agent` may mean this one: its number or its label. */
export function isNamed({ call, label }: Pick<AgentRow, 'call' | 'label'>, agent: string): boolean {
  return String(call) === agent || label === agent;
}

/**
 * The call of the agent a person means, by its number, or by a label that no other agent has which is still under way.
 * A number is not looked up: the run itself says when it has no such agent. Throws NO_SUCH_AGENT and AGENT_AMBIGUOUS,
 * which list those that can be meant.
 */
export async function findAgent(handle: RunHandle, agent: string): Promise<CallId> {
  if (NUMBER.test(agent)) return Number(agent);
  return agentAmong(await allAgents(handle), agent, handle.run).call;
}

/** The agent of `run` that a person means, by the same rules; a number is looked up, too. */
export function agentAmong(agents: readonly AgentRow[], agent: string, run: string): AgentRow {
  const open = agents.filter(({ position }) => position.at !== 'settled');
  const labelled = agents.filter(
    NUMBER.test(agent) ? ({ call }) => call === Number(agent) : (row) => isNamed(row, agent),
  );
  const meant = labelled.filter((row) => open.includes(row));
  const [one, another] = meant.length > 0 ? meant : labelled;
  if (one === undefined)
    throw new LonghaulError('NO_SUCH_AGENT', { run, agent, agents: listed(open.length > 0 ? open : agents) });
  if (another)
    throw new LonghaulError('AGENT_AMBIGUOUS', { run, agent, agents: listed(meant.length > 0 ? meant : labelled) });
  return one;
}

const NUMBER = /^\d{1,9}$/;

const PAGE = 1_000;
/** Agents shown of those that can be meant. */
const MOST_LISTED = 10;

async function allAgents(handle: RunHandle): Promise<readonly AgentRow[]> {
  const agents: AgentRow[] = [];
  for (;;) {
    const page = await handle.agents({ offset: agents.length, limit: PAGE });
    agents.push(...page);
    if (page.length < PAGE) return agents;
  }
}

function listed(agents: readonly AgentRow[]): readonly string[] {
  const lines = agents
    .slice(0, MOST_LISTED)
    .map(({ call, label, position }) => terminalLine(`${call}  ${label}  ${position.at}`));
  return agents.length > MOST_LISTED ? [...lines, `… and ${agents.length - MOST_LISTED} more`] : lines;
}
