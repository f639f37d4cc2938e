import { priceOf } from '../config/prices.js';
import type { CallId } from '../interpreter/call.js';
import { NO_USAGE, type Outcome, tokensOf } from '../interpreter/outcome.js';
import { activityMessage } from './activity-message.js';
import { Admission } from './admission.js';
import {
  type Agent,
  type AgentCall,
  cancelLeg,
  closeConversation,
  newAgent,
  spentInAll,
  wasAskedToYield,
} from './agent.js';
import type { Caps } from './caps.js';
import type { Ending, Wait } from './events.js';
import type { Inbox } from './inbox.js';
import type { Ledger } from './ledger.js';
import type { Legs } from './legs.js';
import { callInRun, legRequest, modelOf } from './leg-request.js';
import type { AskDecision, Lease, LegResult, LegSpent, LegYield, Steering } from './ports.js';
import { MOST_AGENTS, type RunSpec } from './spec.js';
import { spentCost } from './state.js';
import { Worktrees } from './worktrees.js';

/** Milliseconds until a provider is asked again, whatever it said: a day. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** The door into the guest. */
type Door = Pick<Inbox, 'push' | 'deliver'>;

/** What agents need: money, and legs. */
interface Means {
  readonly caps: Caps;
  readonly legs: Legs;
}

/** The agents of a run, from their calls to their outcomes: admits them, schedules their legs, holds them in a pause. */
export class Agents {
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  private readonly inbox: Door;
  private readonly legs: Legs;
  private readonly caps: Caps;
  private readonly unsettled = new Map<CallId, Agent>();
  private readonly admission: Admission<Agent>;
  private readonly worktrees: Worktrees;
  /** Models of which it was said that nobody knows their price. */
  private readonly unpriced = new Set<string>();
  private started = 0;
  private ceiling: number;
  private paused = false;

  constructor(spec: RunSpec, ledger: Ledger, inbox: Door, { caps, legs }: Means) {
    this.spec = spec;
    this.ledger = ledger;
    this.inbox = inbox;
    this.caps = caps;
    this.legs = legs;
    this.admission = new Admission(spec.limits.concurrency);
    this.ceiling = spec.limits.maxAgents;
    this.worktrees = new Worktrees(spec, ledger);
  }

  /** Queues the agent of a call, or refuses it with an outcome. */
  queue(asked: AgentCall): void {
    const call = callInRun(asked, this.spec);
    const { id, label, phase, scope, options } = call;
    const model = modelOf(call, this.spec).id;
    if (!model.startsWith('claude-')) this.warnOfModel(model);
    this.warnOfPrice(model);
    this.ledger.record({ type: 'queued', call: id, label, phase, scope, model });
    const refusal = this.refusalOf(options.agentType);
    if (refusal) return this.settle(id, refusal, null);
    this.started++;
    const agent = newAgent(call);
    this.unsettled.set(id, agent);
    this.admission.enqueue(agent);
  }

  /** Starts the legs that may start: as many as there is money for, and the run waits when that is none at all. */
  admit(): void {
    let empty = this.caps.purse.empty();
    while (!empty) {
      const agent = this.admission.next();
      if (!agent) return;
      if (this.unsettled.has(agent.call.id)) this.runLeg(agent);
      else this.admission.done(); // abandoned while it queued
      empty = this.caps.purse.empty();
    }
    if (!this.paused && this.admission.isIdle() && this.isWanted()) this.caps.spent(empty);
  }

  /** Whether an agent waits for a place. */
  private isWanted(): boolean {
    return [...this.unsettled.values()].some(({ place }) => place.in === 'queue');
  }

  /** No new leg; running ones yield at their next turn. */
  pause(): void {
    this.paused = true;
    this.admission.close();
    for (const agent of this.unsettled.values()) cancelLeg(agent);
  }

  resume(): void {
    this.paused = false;
    this.admission.reopen();
    for (const agent of this.unsettled.values()) {
      if (agent.place.in === 'held') this.requeue(agent);
    }
    this.admit();
  }

  /** Whether this ask of this agent waits for a decision. */
  asks(call: CallId, ask: string): boolean {
    return this.unsettled.get(call)?.asks.includes(ask) ?? false;
  }

  /** With its last ask decided the agent goes on, in a leg that knows the decisions. */
  decide(call: CallId, decision: AskDecision): void {
    const agent = this.unsettled.get(call);
    if (!agent) return;
    agent.decisions = [...agent.decisions, decision];
    agent.asks = agent.asks.filter((ask) => ask !== decision.ask);
    if (agent.asks.length > 0) return;
    this.requeue(agent);
    this.admit();
  }

  /** Ends an agent for a person, whatever it does: its call gives null. `message` says who wanted it. */
  skip(call: CallId, message: string): void {
    const agent = this.unsettled.get(call);
    if (!agent) return;
    this.settle(call, { status: 'skipped', message }, spentInAll(agent));
    cancelLeg(agent);
    this.proceed();
  }

  /** The agent begins anew, in a conversation of its own, when its leg has ended. */
  restart(call: CallId, by: string): void {
    const agent = this.unsettled.get(call);
    if (!agent) return;
    this.ledger.record({ type: 'restarted', call, by });
    agent.restarts++;
    agent.decisions = [];
    agent.asks = [];
    if (agent.place.in === 'leg') return cancelLeg(agent);
    this.beginAnew(agent);
    this.admit();
  }

  /** Tells an agent something at its next turn. */
  steer(call: CallId, message: Steering): void {
    const agent = this.unsettled.get(call);
    const heard = this.ledger.state.agents.get(call)?.messages.some(({ id }) => id === message.id);
    if (!agent || heard) return;
    this.ledger.record({ type: 'steered', call, message });
    agent.messages = [...agent.messages, message];
    cancelLeg(agent);
  }

  /** The calls of all agents that are not settled. */
  open(): readonly CallId[] {
    return [...this.unsettled.keys()];
  }

  /** Agents at work at once, from now on. Those at work beyond a lower limit go on to their next yield. */
  setConcurrency(limit: number): void {
    this.admission.setLimit(limit);
    this.admit();
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

  /** Nothing waits for this call any more: told in the record, never to the guest. */
  abandon(id: CallId, message: string): void {
    const agent = this.unsettled.get(id);
    if (!agent) return;
    this.unsettled.delete(id);
    this.ledger.record({
      type: 'settled',
      call: id,
      ending: { status: 'failed', code: 'CANCELLED', message },
      spent: null,
    });
    cancelLeg(agent);
  }

  /** Abandons all that is unsettled. Their legs are cancelled; nobody waits for them. */
  end(message: string): void {
    this.admission.close();
    for (const id of [...this.unsettled.keys()]) this.abandon(id, message);
  }

  /** After the end: waits for legs in worktrees, and removes what holds no work. Null when there have been none. */
  clean(): Promise<void> | null {
    return this.worktrees.clean();
  }

  private refusalOf(agentType: string | undefined): Outcome | undefined {
    const { agentTypes } = this.spec;
    if (agentType !== undefined && !agentTypes.includes(agentType)) {
      const message = `agent type '${agentType}' not found. Known types: ${agentTypes.join(', ')}`;
      return { status: 'failed', code: 'UNKNOWN_AGENT_TYPE', message, seen: 'exception' };
    }
    if (this.started >= this.ceiling) {
      const message = `this run may start ${this.ceiling} agents, and has (--max-agents raises the limit)`;
      return { status: 'failed', code: 'AGENT_LIMIT', message, seen: 'exception' };
    }
    return undefined;
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

  private runLeg(agent: Agent): void {
    const { call, restarts } = agent;
    agent.leg++;
    this.ledger.record({ type: 'running', call: call.id, leg: agent.leg });
    const request = legRequest(agent, this.spec, this.leaseFor(agent));
    const leg = this.legs.start(request);
    agent.place = { in: 'leg', leg };
    const ended = leg.result.then(
      (result) => this.legEnded(agent, restarts, result),
      (error: unknown) => this.legFailed(agent, restarts, error),
    );
    if (request.options.isolation === 'worktree') this.worktrees.occupy(ended);
  }

  /** What its conversation may spend. */
  private leaseFor({ call, spentNow }: Agent): Lease | undefined {
    const spent = { usd: spentCost(spentNow).usd, tokens: tokensOf(spentNow?.usage ?? NO_USAGE) };
    return this.caps.purse.lease(call.id, spent, Math.min(this.admission.places, this.unsettled.size));
  }

  /** `restarts` tells of which conversation it was a leg. */
  private legEnded(agent: Agent, restarts: number, result: LegResult): void {
    const { id } = agent.call;
    this.admission.done();
    if (result.kind === 'done' && result.kept) this.worktrees.keep(id, result.kept);
    if (!readNothing(result)) {
      agent.spentNow = result.spent;
      this.caps.purse.back(id);
    }
    if (!this.unsettled.has(id) || agent.restarts !== restarts) this.lateLeg(agent);
    else if (result.kind === 'done') this.settle(id, result.outcome, spentInAll(agent));
    else this.legYielded(agent, result.why);
    this.proceed();
  }

  private legFailed(agent: Agent, restarts: number, error: unknown): void {
    const { id } = agent.call;
    this.admission.done();
    if (!this.unsettled.has(id) || agent.restarts !== restarts) this.lateLeg(agent);
    else if (wasAskedToYield(agent)) this.legYielded(agent, { reason: 'paused' });
    else this.settle(id, crash(activityMessage(error)), spentInAll(agent));
    this.proceed();
  }

  /** A leg that nobody waits for has ended: of an agent that is settled, or that was told to begin anew. */
  private lateLeg(agent: Agent): void {
    this.spentMore(agent);
    if (this.unsettled.has(agent.call.id)) this.beginAnew(agent);
  }

  private beginAnew(agent: Agent): void {
    closeConversation(agent);
    if (agent.place.in !== 'queue') this.requeue(agent);
  }

  private spentMore(agent: Agent): void {
    const spent = spentInAll(agent);
    if (spent) this.ledger.record({ type: 'spent', call: agent.call.id, spent });
  }

  private legYielded(agent: Agent, why: LegYield): void {
    switch (why.reason) {
      case 'paused':
        return this.hold(agent);
      case 'steered':
        this.told(agent, why.delivered);
        return this.hold(agent);
      case 'shutdown':
        this.spentMore(agent);
        return this.requeue(agent);
      case 'budget':
        this.wait(agent, { for: 'budget' });
        return this.requeue(agent);
      case 'permission':
        agent.place = { in: 'asking' };
        agent.asks = why.asks.map(({ id }) => id);
        return this.wait(agent, { for: 'permission', asks: why.asks });
      case 'rate-limit':
      case 'no-provider':
        return this.waitForProvider(agent, why);
    }
  }

  private wait(agent: Agent, wait: Wait): void {
    this.ledger.record({ type: 'waiting', call: agent.call.id, wait, spent: spentInAll(agent) });
  }

  /** It goes on with the run: at once, unless that is paused. */
  private hold(agent: Agent): void {
    this.wait(agent, { for: 'resume' });
    if (this.paused) agent.place = { in: 'held' };
    else this.requeue(agent); // resumed while it was yielding, or steered
  }

  /** Its conversation holds these messages. */
  private told(agent: Agent, delivered: readonly string[]): void {
    for (const message of agent.messages) {
      if (delivered.includes(message.id)) this.ledger.record({ type: 'delivered', call: agent.call.id, message });
    }
    agent.messages = agent.messages.filter(({ id }) => !delivered.includes(id));
  }

  private waitForProvider(agent: Agent, why: Extract<LegYield, { readonly until: number }>): void {
    const { reason, until, message } = why;
    const place = { in: 'limited' } as const;
    agent.place = place;
    this.wait(agent, { for: reason, until, message });
    this.legs.after(Math.min(Math.max(1, until - Date.now()), LONGEST_WAIT_MS), () => {
      if (agent.place !== place) return; // it began anew meanwhile
      this.requeue(agent);
      this.admit();
    });
  }

  private requeue(agent: Agent): void {
    agent.place = { in: 'queue' };
    this.admission.enqueueFirst(agent);
  }

  private settle(call: CallId, outcome: Outcome, spent: LegSpent | null): void {
    this.unsettled.delete(call);
    this.ledger.record({ type: 'settled', call, ending: endingOf(outcome), spent });
    this.inbox.push({ kind: 'outcome', call, outcome, tokens: this.counted(spent) });
  }

  /** What an agent counts for in the script's `budget`: as the cap counts when there is one on tokens, else its output. */
  private counted(spent: LegSpent | null): number {
    const usage = spent?.usage ?? NO_USAGE;
    return this.spec.caps?.maxTokens === undefined ? usage.output : tokensOf(usage);
  }

  private proceed(): void {
    this.admit();
    this.inbox.deliver();
  }
}

/** Such a leg knows nothing of what its agent has spent. */
function readNothing(result: LegResult): boolean {
  return result.kind === 'yielded' && result.why.reason === 'no-provider';
}

function crash(message: string): Outcome {
  return { status: 'failed', code: 'AGENT_CRASHED', message, seen: 'null' };
}

function endingOf(outcome: Outcome): Ending {
  switch (outcome.status) {
    case 'ok':
      return { status: 'ok' };
    case 'skipped':
      return outcome;
    case 'failed':
      return { status: 'failed', code: outcome.code, message: outcome.message };
  }
}
