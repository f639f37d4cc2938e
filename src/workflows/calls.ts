// Serves the calls of a script: each kind by its own part, all outcomes through one door.
//
// Owns: agents, timers, nested workflows, the inbox. Messages: `issue` and `cancel` from the guest; outcomes to it.
//
// C1  Every call gets exactly one outcome, and nothing is settled after the end.
// C2  Outcomes enter the guest one at a time, in the order in which Temporal delivered them.
// C3  Every activity and timer promise has its handlers when it is made: a rejection never goes unhandled.
// C4  Between two entries of one activation, gas beyond `gasPerActivation` makes the driver wait on a 1 ms timer first (I3).

import { condition, setCurrentDetails } from '@temporalio/workflow';
import type { Call, CallId } from '../interpreter/call.js';
import type { Entry, Guest } from '../interpreter/guest.js';
import type { Found } from '../journal/replay.js';
import { Agents } from './agents.js';
import type { Leave } from './asks.js';
import type { Caps } from './caps.js';
import type { Carried } from './carried.js';
import { currentDetails } from './details.js';
import { FanOuts } from './fan-outs.js';
import { type Arrival, Inbox } from './inbox.js';
import type { Ledger } from './ledger.js';
import { durableLegs } from './legs.js';
import { Nested } from './nested.js';
import type { Pages } from './pages.js';
import type { AskDecision, ConversationPlace, PermissionAsk, Steering } from './ports.js';
import type { KnownCall, Precedents } from './precedents.js';
import { type ReusedCall, ReusedCalls } from './reused-calls.js';
import type { RunSpec } from './spec.js';
import { Timers } from './timers.js';

/** What calls need beside the guest. */
interface Means {
  readonly caps: Caps;
  /** Where what enters the guest is kept; null when the run is never carried on. */
  readonly pages: Pages | null;
  readonly precedents: Precedents;
  /** From the Temporal run before; absent in the first. */
  readonly carried?: Carried;
}

export class Calls {
  private readonly ledger: Ledger;
  private readonly inbox: Inbox;
  private readonly agents: Agents;
  private readonly timers: Timers;
  private readonly nested: Nested;
  private readonly pages: Pages | null;
  /** The calls that wait, while the script is run again against what has entered it before; null at all other times. */
  private recalled: Map<CallId, KnownCall> | null = null;
  private readonly precedents: Precedents;
  private readonly reused = new ReusedCalls();
  private readonly fanOuts = new FanOuts();

  constructor(spec: RunSpec, ledger: Ledger, guest: Guest, { caps, pages, precedents, carried }: Means) {
    this.ledger = ledger;
    this.pages = pages;
    this.precedents = precedents;
    this.inbox = new Inbox(guest, spec.limits.guest.gasPerActivation, (arrival, length) =>
      this.entered(arrival, length),
    );
    this.agents = new Agents(spec, ledger, this.inbox, { caps, legs: durableLegs(spec), ...(carried && { carried }) });
    this.timers = new Timers(this.inbox);
    this.nested = new Nested(spec, ledger, this.inbox);
  }

  /** A call of the script, made inside an entry: what cannot be served is answered by a later entry. */
  issue(call: Call): void {
    const known = this.precedents.look(call);
    if (call.kind === 'agent') this.fanOuts.ask(call.id);
    if (this.recalled) this.recalled.set(call.id, known);
    else if (known.found.kind === 'settled' && call.kind !== 'workflow') this.reuse({ call, found: known.found });
    else this.make(known);
  }

  private make({ call, key, found }: KnownCall): void {
    switch (call.kind) {
      case 'agent':
        return this.agents.queue(call, { key, inherits: this.inheritedBy(found) });
      case 'timer':
        return this.timers.set(call);
      case 'workflow':
        return this.nested.find(call);
    }
  }

  private inheritedBy(found: Found): ConversationPlace | null {
    return found.kind === 'begun' ? this.precedents.placeOf(found.line) : null;
  }

  private reuse({ call, found }: ReusedCall): void {
    if (call.kind === 'agent') this.agents.enter(call);
    this.reused.add({ call, found });
  }

  /** One at a time, and behind all that enters by itself. */
  private settleReused(): void {
    if (this.inbox.hasArrivals() || this.nested.isReading()) return;
    const next = this.reused.next();
    if (!next) return;
    const { call, found } = next;
    const { outcome, tokens } = found.line;
    if (call.kind === 'agent') this.agents.reuse(call, found.line, this.precedents.placeOf(found.line));
    else this.inbox.push({ kind: 'outcome', call: call.id, outcome, tokens });
  }

  /** Nothing waits for this call any more. */
  cancel(id: CallId): void {
    this.precedents.forget(id);
    this.reused.forget(id);
    if (this.recalled) return void this.recalled.delete(id);
    this.timers.clear(id);
    this.agents.abandon(id, 'the workflow that called it went on without waiting for it');
  }

  /** After the script's first entry: serves what it issued. */
  begin(entry: Entry): void {
    this.started(entry);
    this.serve();
    this.inbox.deliver();
  }

  /**
   * Runs the script again, up to where an earlier Temporal run has left it: `start` makes its first entry, and the pages
   * say what entered after it. What is open then goes on as `carried` tells.
   */
  async recall(pages: Pages, start: () => Entry, carried: Carried): Promise<void> {
    const open = new Map<CallId, KnownCall>();
    this.recalled = open;
    this.ledger.recall([]);
    this.started(start());
    for await (const { events, arrivals } of pages.read()) {
      this.ledger.recall(events);
      for (const arrival of arrivals) this.inbox.push(arrival);
      this.inbox.deliver();
      await condition(() => this.inbox.isEmpty());
    }
    this.recalled = null;
    this.ledger.listen();
    this.goOn([...open.values()], carried);
  }

  private goOn(open: readonly KnownCall[], carried: Carried): void {
    const agents = new Map(carried.agents.map((agent) => [agent.call, agent]));
    for (const { call, key, found } of open) {
      const origin = { key, inherits: this.inheritedBy(found) };
      if (call.kind === 'agent') this.agents.put(call, origin, agents.get(call.id));
      else if (call.kind === 'timer') this.timers.put(call, carried.timers[call.id]);
      else this.nested.find(call);
    }
    const { status, draining } = this.ledger.state;
    if (status === 'paused') this.agents.pause(draining ? 'drain' : 'yield');
    this.serve();
    this.inbox.deliver();
  }

  /** No leg starts any more. */
  stop(): void {
    this.agents.stop();
  }

  /** Asks the legs at work to yield. */
  yield(): void {
    this.agents.yield();
  }

  /** Whether no leg is at work. */
  isIdle(): boolean {
    return this.agents.isIdle();
  }

  /** Whether nothing waits to enter the guest. */
  isDelivered(): boolean {
    return this.inbox.isEmpty();
  }

  carry(): Omit<Carried, 'pages' | 'caps'> {
    return { ...this.agents.carry(), timers: this.timers.carry() };
  }

  pause(how: 'yield' | 'drain'): void {
    this.agents.pause(how);
  }

  resume(): void {
    this.agents.resume();
  }

  /** What this agent asks under this id, while nobody has decided it. */
  askOf(call: CallId, ask: string): PermissionAsk | undefined {
    return this.agents.asks.find(call, ask);
  }

  decide(call: CallId, decision: AskDecision, by: string, leave?: Leave): void {
    this.agents.decide(call, decision, by, leave);
  }

  /** Ends an agent for a person: its call gives null. */
  skip(call: CallId, message: string): void {
    this.agents.skip(call, message);
  }

  restart(call: CallId, by: string): void {
    this.agents.restart(call, by);
  }

  steer(call: CallId, message: Steering): void {
    this.agents.steer(call, message);
  }

  /** The calls of all agents that are not settled. */
  openAgents(): readonly CallId[] {
    return this.agents.open();
  }

  setConcurrency(limit: number): void {
    this.agents.setConcurrency(limit);
  }

  /** Why the run may not start that many agents; null when it may. */
  refusalOfCeiling(maxAgents: number): string | null {
    return this.agents.intake.refusalOfCeiling(maxAgents);
  }

  setCeiling(maxAgents: number): void {
    this.agents.intake.setCeiling(maxAgents);
  }

  /** Ends all that is in flight (C1); `why` is told of each agent that is lost by it. */
  end(why: string): void {
    this.inbox.close();
    this.agents.end(why);
    this.timers.end();
  }

  /** After the end: nothing of the calls stays but what holds work. Null when there is nothing to do. */
  clean(): Promise<void> | null {
    return this.agents.clean();
  }

  private started(entry: Entry): void {
    this.inbox.charge(entry);
    this.fanOuts.close();
  }

  private entered(arrival: Arrival, length: number): void {
    this.fanOuts.close();
    if (arrival.kind === 'outcome') this.noteOutcome(arrival);
    this.recalled?.delete(arrival.call);
    if (this.recalled) return;
    this.pages?.add(arrival, length);
    this.serve();
  }

  private noteOutcome(arrival: Extract<Arrival, { kind: 'outcome' }>): void {
    this.precedents.settled(arrival, this.ledger.state);
    const agents = this.fanOuts.settle(arrival.call, arrival.outcome);
    if (agents === null) return;
    const line = `all ${agents} agents of a fan-out came back empty or null: look at what they were asked`;
    this.ledger.record({ type: 'warned', line, scope: [] });
  }

  private serve(): void {
    this.settleReused();
    this.agents.admit();
    setCurrentDetails(currentDetails(this.ledger.state));
  }
}
