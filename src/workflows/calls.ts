// Serves the calls of a script: each kind by its own part, all outcomes through one door.
//
// Owns: agents, timers, nested workflows, the inbox. Messages: `issue` and `cancel` from the guest; outcomes to it.
//
// C1  Every call gets exactly one outcome, and nothing is settled after the end.
// C2  Outcomes enter the guest one at a time, in the order in which Temporal delivered them.
// C3  Every activity and timer promise has its handlers when it is made: a rejection never goes unhandled.
// C4  Between two entries of one activation, gas beyond `gasPerActivation` makes the driver wait on a 1 ms timer first (I3).

import { setCurrentDetails } from '@temporalio/workflow';
import type { Call, CallId } from '../interpreter/call.js';
import type { Entry, Guest } from '../interpreter/guest.js';
import { Agents } from './agents.js';
import type { Caps } from './caps.js';
import { currentDetails } from './details.js';
import { Inbox } from './inbox.js';
import type { Ledger } from './ledger.js';
import { durableLegs } from './legs.js';
import { Nested } from './nested.js';
import type { AskDecision, Steering } from './ports.js';
import type { RunSpec } from './spec.js';
import { Timers } from './timers.js';

export class Calls {
  private readonly ledger: Ledger;
  private readonly inbox: Inbox;
  private readonly agents: Agents;
  private readonly timers: Timers;
  private readonly nested: Nested;

  constructor(spec: RunSpec, ledger: Ledger, guest: Guest, caps: Caps) {
    this.ledger = ledger;
    this.inbox = new Inbox(guest, spec.limits.guest.gasPerActivation, () => this.entered());
    this.agents = new Agents(spec, ledger, this.inbox, { caps, legs: durableLegs(spec) });
    this.timers = new Timers(this.inbox);
    this.nested = new Nested(spec, ledger, this.inbox);
  }

  /** A call of the script, made inside an entry: what cannot be served is answered by a later entry. */
  issue(call: Call): void {
    switch (call.kind) {
      case 'agent':
        return this.agents.queue(call);
      case 'timer':
        return this.timers.set(call);
      case 'workflow':
        return this.nested.find(call);
    }
  }

  /** Nothing waits for this call any more. */
  cancel(id: CallId): void {
    this.timers.clear(id);
    this.agents.abandon(id, 'the workflow that called it went on without waiting for it');
  }

  /** After the script's first entry: serves what it issued. */
  begin(entry: Entry): void {
    this.inbox.charge(entry);
    this.entered();
    this.inbox.deliver();
  }

  pause(): void {
    this.agents.pause();
  }

  resume(): void {
    this.agents.resume();
  }

  /** Whether this ask of this agent waits for a decision. */
  asks(call: CallId, ask: string): boolean {
    return this.agents.asks(call, ask);
  }

  decide(call: CallId, decision: AskDecision): void {
    this.agents.decide(call, decision);
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
    return this.agents.refusalOfCeiling(maxAgents);
  }

  setCeiling(maxAgents: number): void {
    this.agents.setCeiling(maxAgents);
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

  private entered(): void {
    this.agents.admit();
    setCurrentDetails(currentDetails(this.ledger.state));
  }
}
