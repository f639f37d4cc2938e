import { priceOf } from '../config/prices.js';
import type { Outcome } from '../interpreter/outcome.js';
import type { AgentCall } from './agent.js';
import type { CarriedIntake } from './carried.js';
import type { Ledger } from './ledger.js';
import { MOST_AGENTS, type RunSpec } from './spec.js';

/** Which agents a run takes on: refuses those it cannot serve, and warns of what is odd about their models. */
export class Intake {
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  /** Models of which it was said that nobody knows their price. */
  private readonly unpriced: Set<string>;
  private started: number;
  private ceiling: number;

  constructor(spec: RunSpec, ledger: Ledger, carried: CarriedIntake | undefined) {
    this.spec = spec;
    this.ledger = ledger;
    this.started = carried?.started ?? 0;
    this.ceiling = carried?.ceiling ?? spec.limits.maxAgents;
    this.unpriced = new Set(carried?.unpriced);
  }

  carry(): CarriedIntake {
    return { started: this.started, ceiling: this.ceiling, unpriced: [...this.unpriced] };
  }

  /** Says what is odd about the model of an agent. */
  warnOf(model: string): void {
    if (!model.startsWith('claude-')) this.warnOfModel(model);
    this.warnOfPrice(model);
  }

  /** Why the run cannot serve this agent; null when it does, and then counts it. */
  refusalOf({ options: { agentType } }: AgentCall): Outcome | null {
    const { agentTypes } = this.spec;
    if (agentType !== undefined && !agentTypes.includes(agentType)) {
      const message = `agent type '${agentType}' not found. Known types: ${agentTypes.join(', ')}`;
      return { status: 'failed', code: 'UNKNOWN_AGENT_TYPE', message, seen: 'exception' };
    }
    if (this.started >= this.ceiling) {
      const message = `this run may start ${this.ceiling} agents, and has (--max-agents raises the limit)`;
      return { status: 'failed', code: 'AGENT_LIMIT', message, seen: 'exception' };
    }
    this.started++;
    return null;
  }

  /** Agents the run may start, from now on. What was refused stays refused. */
  setCeiling(maxAgents: number): void {
    this.ceiling = maxAgents;
  }

  /** Why the run may not start that many agents; null when it may. */
  refusalOfCeiling(maxAgents: number): string | null {
    if (!Number.isSafeInteger(maxAgents) || maxAgents < 1 || maxAgents > MOST_AGENTS) {
      return `--max-agents must be a whole number from 1 to ${MOST_AGENTS}`;
    }
    return maxAgents < this.started ? `the run has started ${this.started} agents already` : null;
  }

  private warnOfModel(model: string): void {
    const known = Object.keys(this.spec.aliases).join(', ');
    const line = `model "${model}" is not one we know (${known}, or an id); it is asked for as it is`;
    this.ledger.record({ type: 'warned', line, scope: [] });
  }

  /** A cap in dollars cannot hold agents whose model has no known price: said once a model. */
  private warnOfPrice(model: string): void {
    const { caps, prices } = this.spec;
    const capped = caps?.maxUsd !== undefined || caps?.agent.maxUsd !== undefined;
    if (!capped || this.unpriced.has(model) || priceOf(model, prices)) return;
    this.unpriced.add(model);
    const line = `no price is known for model "${model}": what its agents use does not count against a cap in dollars`;
    this.ledger.record({ type: 'warned', line, scope: [] });
  }
}
