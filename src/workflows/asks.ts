import type { CallId } from '../interpreter/call.js';
import type { Agent } from './agent.js';
import type { Carried } from './carried.js';
import type { RunEvent } from './events.js';
import type { Ledger } from './ledger.js';
import type { Legs } from './legs.js';
import type { AskDecision, PermissionAsk } from './ports.js';

/** For what a person gives leave beyond the call that is asked for. */
export type Leave = 'run' | 'always';

/** Tool calls of the run's agents that wait for a person, and the rules that persons gave instead of single answers. */
export class Asks {
  private readonly ledger: Ledger;
  private readonly after: Legs['after'];
  private readonly timeoutMs: number | undefined;
  private readonly answered: (agent: Agent) => void;
  private readonly asking = new Map<CallId, Agent>();
  /** Rule to who gave it. */
  private readonly given: Map<string, string>;

  /** `answered` is called when the last ask of an agent has been decided. */
  constructor(
    ledger: Ledger,
    after: Legs['after'],
    timeoutMs: number | undefined,
    answered: (agent: Agent) => void,
    given: Carried['grants'] = [],
  ) {
    this.ledger = ledger;
    this.after = after;
    this.timeoutMs = timeoutMs;
    this.answered = answered;
    this.given = new Map(given);
  }

  carry(): Carried['grants'] {
    return [...this.given];
  }

  /** Rules that hold for all agents of the run. */
  get grants(): readonly string[] {
    return [...this.given.keys()];
  }

  /** The agent waits for these. What was permitted while its leg went on is not asked again. */
  open(agent: Agent, asks: readonly PermissionAsk[]): void {
    agent.asks = asks;
    agent.askedUntil = undefined;
    this.reopen(agent);
  }

  /** It waits already, since before another Temporal run carried this one on: no longer than it would have there. */
  reopen(agent: Agent): void {
    this.asking.set(agent.call.id, agent);
    this.permitGranted(agent);
    if (this.timeoutMs === undefined || agent.asks.length === 0) return;
    const ids = agent.asks.map(({ id }) => id);
    agent.askedUntil ??= Date.now() + this.timeoutMs;
    this.after(Math.max(1, agent.askedUntil - Date.now()), () => this.expire(agent, ids));
  }

  /** The agent begins anew, or has ended: nobody need answer. */
  drop(agent: Agent): void {
    agent.asks = [];
    this.asking.delete(agent.call.id);
  }

  find(call: CallId, ask: string): PermissionAsk | undefined {
    return this.asking.get(call)?.asks.find(({ id }) => id === ask);
  }

  /** A person has decided an ask; with `leave`, what its rules permit is permitted from now on. */
  decide(call: CallId, decision: AskDecision, by: string, leave?: Leave): void {
    const agent = this.asking.get(call);
    const asked = this.find(call, decision.ask);
    if (!agent || !asked) return;
    const rules = asked.rules ?? [];
    this.close(agent, decision, by, leave && { rules, for: leave });
    if (!leave) return;
    for (const rule of rules) this.given.set(rule, by);
    for (const other of [...this.asking.values()]) this.permitGranted(other);
  }

  private permitGranted(agent: Agent): void {
    for (const { id, rules } of agent.asks) {
      if (rules && rules.length > 0 && rules.every((rule) => this.given.has(rule))) {
        this.close(agent, { ask: id, kind: 'approved' }, this.given.get(rules[0] as string) as string);
      }
    }
  }

  private expire(agent: Agent, ids: readonly string[]): void {
    if (this.asking.get(agent.call.id) !== agent) return;
    const message = `Nobody answered within ${Math.ceil((this.timeoutMs ?? 0) / 1_000)} seconds.`;
    for (const ask of ids) {
      if (this.find(agent.call.id, ask)) this.close(agent, { ask, kind: 'denied', message }, 'nobody');
    }
  }

  private close(agent: Agent, decision: AskDecision, by: string, granted?: Decided['granted']): void {
    const call = agent.call.id;
    const { ask, kind: verdict } = decision;
    this.ledger.record({ type: 'decided', call, ask, verdict, by, ...(granted && { granted }) });
    agent.decisions = [...agent.decisions, decision];
    agent.asks = agent.asks.filter(({ id }) => id !== ask);
    if (agent.asks.length > 0) return;
    this.asking.delete(call);
    this.answered(agent);
  }
}

type Decided = Extract<RunEvent, { type: 'decided' }>;
