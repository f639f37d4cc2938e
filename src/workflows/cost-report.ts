import { addUsage, NO_USAGE, type Usage } from '../interpreter/outcome.js';
import { addCost, type Cost, NO_COST } from './cost.js';
import { type AgentRow, type RunState, spentCost } from './state.js';

/** What a run has cost so far, and where. */
export interface CostReport {
  readonly run: string;
  readonly cost: Cost;
  readonly usage: Usage;
  /** The first thousand, in the order of the run. */
  readonly phases: readonly CostRow[];
  /** Dearest first, as are the agents. */
  readonly models: readonly CostRow[];
  readonly agents: readonly (CostRow & { readonly call: number })[];
}

export interface CostRow {
  /** Phase, model or label; null for agents that named no phase. */
  readonly name: string | null;
  readonly agents: number;
  readonly cost: Cost;
  readonly usage: Usage;
}

const MOST_PHASES = 1_000;

/** With the dearest agents, at most `most` of them. */
export function costReport(run: string, { cost, usage, phases, agents }: RunState, most: number): CostReport {
  const spenders = [...agents.values()].filter(({ spent }) => spent !== null);
  const rows = spenders.map((agent) => ({ call: agent.call, ...rowOf(agent) }));
  return {
    run,
    cost,
    usage,
    phases: [...phases.values()].slice(0, MOST_PHASES).map(({ title, ...phase }) => ({
      name: title,
      agents: phase.agents,
      cost: phase.cost,
      usage: phase.usage,
    })),
    models: byModel(spenders).toSorted(dearestFirst),
    agents: rows.toSorted(dearestFirst).slice(0, most),
  };
}

function rowOf({ label, spent }: AgentRow): CostRow {
  return { name: label, agents: 1, cost: spentCost(spent), usage: spent?.usage ?? NO_USAGE };
}

function byModel(agents: readonly AgentRow[]): readonly CostRow[] {
  const models = new Map<string, CostRow>();
  for (const agent of agents) {
    const name = agent.model;
    const sum = models.get(name) ?? { name, agents: 0, cost: NO_COST, usage: NO_USAGE };
    const one = rowOf(agent);
    models.set(name, {
      name,
      agents: sum.agents + 1,
      cost: addCost(sum.cost, one.cost),
      usage: addUsage(sum.usage, one.usage),
    });
  }
  return [...models.values()];
}

/** What has no known price may be the dearest of all: more such tokens come first among equals. */
function dearestFirst(a: CostRow, b: CostRow): number {
  return b.cost.usd - a.cost.usd || b.cost.unknown - a.cost.unknown;
}
