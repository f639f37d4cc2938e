import type { CallId } from '../interpreter/call.js';
import { NO_USAGE, type Outcome, tokensOf } from '../interpreter/outcome.js';
import type { ResultLine } from '../journal/line.js';
import { activityMessage } from './activity-message.js';
import {
  type Agent,
  type AgentCall,
  cancelLeg,
  closeConversation,
  newAgent,
  spentInAll,
  wasAskedToYield,
} from './agent.js';
import type { Asks, Leave } from './asks.js';
import type { Caps } from './caps.js';
import type { Carried, CarriedAgent } from './carried.js';
import { Circuit } from './circuit.js';
import type { Ledger } from './ledger.js';
import { Intake } from './intake.js';
import type { Legs } from './legs.js';
import { callInRun, legRequest, modelOf } from './leg-request.js';
import type { AskDecision, ConversationPlace, Lease, LegResult, LegYield, PermissionAsk, Steering } from './ports.js';
import { type Door, Roster } from './roster.js';
import type { RunSpec } from './spec.js';
import { spentCost } from './state.js';
import { Worktrees } from './worktrees.js';

/** What an agent is found by, and where its conversation began when not here. */
export type Origin = Pick<Agent, 'key' | 'inherits'>;

/** What agents need: money, and legs. */
interface Means {
  readonly caps: Caps;
  readonly legs: Legs;
  /** From the Temporal run before; absent in the first. */
  readonly carried?: Carried;
}

/** The agents of a run, from their calls to their outcomes: admits them, schedules their legs, holds them in a pause. */
export class Agents {
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  private readonly inbox: Door;
  private readonly legs: Legs;
  private readonly caps: Caps;
  private readonly roster: Roster;
  private readonly worktrees: Worktrees;
  private readonly circuit: Circuit;
  readonly intake: Intake;
  private paused = false;

  constructor(spec: RunSpec, ledger: Ledger, inbox: Door, { caps, legs, carried }: Means) {
    this.spec = spec;
    this.ledger = ledger;
    this.inbox = inbox;
    this.caps = caps;
    this.legs = legs;
    const admitAfter: Legs['after'] = (ms, then) =>
      legs.after(ms, () => {
        then();
        this.admit();
      });
    this.roster = new Roster(spec, ledger, inbox, admitAfter, carried);
    this.worktrees = new Worktrees(spec, ledger, carried?.worktrees);
    const patience = { maxWaitMs: spec.limits.maxWaitMs, carried: carried?.circuit };
    this.circuit = new Circuit(ledger, legs.after, patience, () => this.limitIsOver());
    this.intake = new Intake(spec, ledger, carried?.intake);
  }

  get asks(): Asks {
    return this.roster.asks;
  }

  /** Queues the agent of a call, or refuses it with an outcome. */
  queue(asked: AgentCall, { key, inherits }: Origin): void {
    const call = this.enter(asked);
    const refusal = this.intake.refusalOf(call);
    if (refusal) return this.roster.settle(call.id, refusal, null);
    this.roster.add(newAgent(call, key, inherits));
  }

  /** Gives a call the outcome it had in another run: nothing is asked again. */
  reuse(asked: AgentCall, { outcome, tokens }: Pick<ResultLine, 'outcome' | 'tokens'>, from: ConversationPlace): void {
    this.roster.settle(asked.id, outcome, null, { ...from, tokens });
  }

  /** The agent of a call is seen from outside from now on. */
  enter(asked: AgentCall): AgentCall {
    const call = callInRun(asked, this.spec);
    const { id, label, phase, scope, line } = call;
    const model = modelOf(call, this.spec).id;
    this.intake.warnOf(model);
    this.ledger.record({ type: 'queued', call: id, label, phase, scope, model, ...(line !== undefined && { line }) });
    return call;
  }

  /** The agent of a call that an earlier Temporal run of this run has queued, as it was left. */
  put(asked: AgentCall, { key, inherits }: Origin, carried: CarriedAgent | undefined): void {
    const call = callInRun(asked, this.spec);
    if (carried) this.roster.put(call, key, carried);
    else this.roster.add(newAgent(call, key, inherits));
  }

  /** No leg starts any more. Those at work go on; `yield` asks them not to. */
  stop(): void {
    this.roster.admission.stop();
  }

  yield(): void {
    for (const agent of this.roster.all()) cancelLeg(agent);
  }

  /** Whether no leg is at work. */
  isIdle(): boolean {
    return this.roster.admission.isIdle();
  }

  carry(): Pick<Carried, 'agents' | 'intake' | 'circuit' | 'grants' | 'concurrency' | 'worktrees'> {
    const { roster } = this;
    return {
      agents: roster.carry(),
      intake: this.intake.carry(),
      circuit: this.circuit.carry(),
      grants: roster.asks.carry(),
      concurrency: roster.admission.places,
      worktrees: this.worktrees.carry(),
    };
  }

  /** Starts the legs that may start: as many as there is money for, and the run waits when that is none at all. */
  admit(): void {
    let empty = this.caps.purse.empty();
    while (!empty && this.circuit.admits()) {
      const agent = this.roster.next();
      if (!agent) return;
      this.runLeg(agent);
      empty = this.caps.purse.empty();
    }
    const { admission } = this.roster;
    if (empty && !this.paused && admission.isIdle() && this.roster.isWanted()) this.caps.spent(empty);
  }

  /** No agent begins. Those at work yield at their next turn, or go on to their end when they may `drain`. */
  pause(how: 'yield' | 'drain'): void {
    this.paused = how === 'yield';
    this.roster.admission.close(how === 'drain' ? 'to beginners' : 'to all');
    if (how === 'yield') this.yield();
  }

  resume(): void {
    this.paused = false;
    this.roster.admission.reopen();
    for (const agent of this.roster.all()) {
      if (agent.place.in === 'held') this.roster.requeue(agent);
    }
    this.admit();
  }

  /** A person has decided an ask. */
  decide(call: CallId, decision: AskDecision, by: string, leave?: Leave): void {
    this.asks.decide(call, decision, by, leave);
    this.admit();
  }

  /** Ends an agent for a person, whatever it does: its call gives null. `message` says who wanted it. */
  skip(call: CallId, message: string): void {
    const agent = this.roster.get(call);
    if (!agent) return;
    const { place } = agent;
    this.roster.settle(call, place.in === 'failed' ? place.outcome : { status: 'skipped', message }, spentInAll(agent));
    cancelLeg(agent);
    this.proceed();
  }

  /** The agent begins anew, in a conversation of its own, when its leg has ended. */
  restart(call: CallId, by: string): void {
    const agent = this.roster.get(call);
    if (!agent) return;
    this.ledger.record({ type: 'restarted', call, by });
    agent.restarts++;
    agent.decisions = [];
    this.asks.drop(agent);
    if (agent.place.in === 'leg') return cancelLeg(agent);
    this.beginAnew(agent);
    this.admit();
  }

  /** Tells an agent something at its next turn. */
  steer(call: CallId, message: Steering): void {
    const agent = this.roster.get(call);
    const heard = this.ledger.state.agents.get(call)?.messages.some(({ id }) => id === message.id);
    if (!agent || heard) return;
    this.ledger.record({ type: 'steered', call, message });
    agent.messages = [...agent.messages, message];
    cancelLeg(agent);
  }

  /** The calls of all agents that are not settled. */
  open(): readonly CallId[] {
    return this.roster.all().map(({ call }) => call.id);
  }

  /** Agents at work at once, from now on. Those at work beyond a lower limit go on to their next yield. */
  setConcurrency(limit: number): void {
    this.roster.admission.setLimit(limit);
    this.admit();
  }

  /** Nothing waits for this call any more: told in the record, never to the guest. */
  abandon(id: CallId, message: string): void {
    this.roster.abandon(id, message);
  }

  /** Abandons all that is unsettled. Their legs are cancelled; nobody waits for them. */
  end(message: string): void {
    this.roster.admission.close('to all');
    for (const { call } of this.roster.all()) this.abandon(call.id, message);
  }

  /** After the end: waits for legs in worktrees, and removes what holds no work. Null when there have been none. */
  clean(): Promise<void> | null {
    return this.worktrees.clean();
  }

  private runLeg(agent: Agent): void {
    const { call, restarts } = agent;
    agent.leg++;
    this.ledger.record({ type: 'running', call: call.id, leg: agent.leg });
    const probe = this.circuit.start(call.id);
    const request = legRequest(agent, this.spec, {
      lease: this.leaseFor(agent),
      grants: this.roster.asks.grants,
      probe,
    });
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
    return this.caps.purse.lease(call.id, spent, Math.min(this.roster.admission.places, this.roster.size));
  }

  /** `restarts` tells of which conversation it was a leg. */
  private legEnded(agent: Agent, restarts: number, result: LegResult): void {
    const { id } = agent.call;
    this.roster.admission.done();
    if (result.kind === 'done' && result.kept) this.worktrees.keep(id, result.kept);
    this.tellCircuit(agent, result);
    if (!readNothing(result)) {
      agent.spentNow = result.spent;
      this.caps.purse.back(id);
    }
    if (!this.roster.has(agent) || agent.restarts !== restarts) this.lateLeg(agent);
    else if (result.kind === 'done') this.conclude(agent, result.outcome);
    else this.legYielded(agent, result.why);
    this.proceed();
  }

  private legFailed(agent: Agent, restarts: number, error: unknown): void {
    const { id } = agent.call;
    this.roster.admission.done();
    this.circuit.ended(id, false);
    if (!this.roster.has(agent) || agent.restarts !== restarts) this.lateLeg(agent);
    else if (wasAskedToYield(agent)) this.legYielded(agent, { reason: 'paused' });
    else this.conclude(agent, crash(activityMessage(error)));
    this.proceed();
  }

  /** Also a leg that nobody waits for may have been the one that tried. */
  private tellCircuit({ call, spentNow }: Agent, result: LegResult): void {
    if (result.kind === 'yielded' && result.why.reason === 'rate-limit') {
      this.circuit.limit(result.why.until, result.why.message);
    } else {
      this.circuit.ended(call.id, result.spent.turns > (spentNow?.turns ?? 0));
    }
  }

  /** The agent has come to an end; where it failed a person may want to decide about it first. */
  private conclude(agent: Agent, outcome: Outcome): void {
    const holds = this.spec.onFail === 'hold' && outcome.status === 'failed' && outcome.seen === 'null';
    if (!holds) return this.roster.settle(agent.call.id, outcome, spentInAll(agent));
    agent.place = { in: 'failed', outcome };
    this.roster.wait(agent, { for: 'failure', code: outcome.code, message: outcome.message });
  }

  /** A leg that nobody waits for has ended: of an agent that is settled, or that was told to begin anew. */
  private lateLeg(agent: Agent): void {
    this.spentMore(agent);
    if (this.roster.has(agent)) this.beginAnew(agent);
  }

  private beginAnew(agent: Agent): void {
    closeConversation(agent);
    if (agent.place.in !== 'queue') this.roster.requeue(agent);
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
      case 'probed':
        this.spentMore(agent);
        return this.roster.requeue(agent);
      case 'budget':
        this.roster.wait(agent, { for: 'budget' });
        return this.roster.requeue(agent);
      case 'permission':
        return this.ask(agent, why.asks);
      case 'rate-limit':
        return this.limited(agent, why);
      case 'no-provider':
        return this.waitForKey(agent, why);
    }
  }

  /** It goes on with the run: at once, unless that is paused. */
  private hold(agent: Agent): void {
    this.roster.wait(agent, { for: 'resume' });
    if (this.paused) agent.place = { in: 'held' };
    else this.roster.requeue(agent); // resumed while it was yielding, or steered
  }

  /** Its conversation holds these messages. */
  private told(agent: Agent, delivered: readonly string[]): void {
    for (const message of agent.messages) {
      if (delivered.includes(message.id)) this.ledger.record({ type: 'delivered', call: agent.call.id, message });
    }
    agent.messages = agent.messages.filter(({ id }) => !delivered.includes(id));
  }

  private ask(agent: Agent, asks: readonly PermissionAsk[]): void {
    agent.place = { in: 'asking' };
    this.roster.wait(agent, { for: 'permission', asks });
    this.asks.open(agent, asks);
  }

  /** The provider wants to be left alone: by all agents of the run. */
  private limited(agent: Agent, { until, message }: Extract<LegYield, { readonly reason: 'rate-limit' }>): void {
    if (this.circuit.isExhausted()) return this.conclude(agent, rateLimited(message));
    agent.place = { in: 'limited' };
    this.roster.wait(agent, { for: 'rate-limit', until, message });
  }

  private limitIsOver(): void {
    const limited = this.roster.all().filter(({ place }) => place.in === 'limited');
    for (const agent of limited) this.roster.requeue(agent);
    this.proceed();
  }

  /** The worker had no key. Others may have one, and are not kept from work. */
  private waitForKey(agent: Agent, why: Extract<LegYield, { readonly reason: 'no-provider' }>): void {
    const { until, message } = why;
    const place = { in: 'keyless' } as const;
    agent.place = place;
    this.roster.wait(agent, { for: 'no-provider', until, message });
    this.legs.after(Math.max(1, until - Date.now()), () => {
      if (agent.place !== place) return; // it began anew meanwhile
      this.roster.requeue(agent);
      this.admit();
    });
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

function rateLimited(message: string): Outcome {
  const waited = `${message} (the run has waited for the provider as long as it may: --max-wait)`;
  return { status: 'failed', code: 'RATE_LIMITED', message: waited, seen: 'null' };
}

function crash(message: string): Outcome {
  return { status: 'failed', code: 'AGENT_CRASHED', message, seen: 'null' };
}
