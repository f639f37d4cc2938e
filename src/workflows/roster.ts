import type { CallId } from '../interpreter/call.js';
import { NO_USAGE, type Outcome, tokensOf } from '../interpreter/outcome.js';
import type { LazyKey } from '../journal/key.js';
import { Admission } from './admission.js';
import { type Agent, type AgentCall, cancelLeg, type Place, spentInAll } from './agent.js';
import { Asks } from './asks.js';
import type { Carried, CarriedAgent, CarriedPlace } from './carried.js';
import type { Ending, Wait } from './events.js';
import type { Inbox } from './inbox.js';
import type { Ledger } from './ledger.js';
import type { Legs } from './legs.js';
import type { ConversationPlace, LegSpent } from './ports.js';
import type { RunSpec } from './spec.js';

/** The door into the guest. */
export type Door = Pick<Inbox, 'push' | 'deliver'>;

/** The agents of a run that have no outcome yet: who goes next, what each waits for, and how it leaves (C1). */
export class Roster {
  readonly admission: Admission<Agent>;
  readonly asks: Asks;
  private readonly spec: RunSpec;
  private readonly ledger: Ledger;
  private readonly inbox: Door;
  private readonly unsettled = new Map<CallId, Agent>();

  constructor(spec: RunSpec, ledger: Ledger, inbox: Door, after: Legs['after'], carried: Carried | undefined) {
    this.spec = spec;
    this.ledger = ledger;
    this.inbox = inbox;
    this.admission = new Admission(carried?.concurrency ?? spec.limits.concurrency);
    const answered = (agent: Agent): void => this.requeue(agent);
    this.asks = new Asks(ledger, after, spec.askTimeoutMs, answered, carried?.grants);
  }

  get size(): number {
    return this.unsettled.size;
  }

  get(call: CallId): Agent | undefined {
    return this.unsettled.get(call);
  }

  has({ call }: Agent): boolean {
    return this.unsettled.has(call.id);
  }

  all(): readonly Agent[] {
    return [...this.unsettled.values()];
  }

  /** Whether an agent waits for a place. */
  isWanted(): boolean {
    return this.all().some(({ place }) => place.in === 'queue');
  }

  add(agent: Agent): void {
    this.unsettled.set(agent.call.id, agent);
    this.admission.enqueue(agent);
  }

  /** An agent as another Temporal run of this run has left it. */
  put(call: AgentCall, key: LazyKey, { call: _id, place, ...carried }: CarriedAgent): void {
    const agent: Agent = { ...carried, call, key, place }; // what a run of an earlier version has left holds a key, too
    this.unsettled.set(call.id, agent);
    if (place.in === 'queue') this.requeue(agent);
    if (place.in === 'asking') this.asks.reopen(agent);
  }

  /** The agents that are not as their calls made them; none of them may be in a leg. */
  carry(): readonly CarriedAgent[] {
    return this.all().flatMap(({ call, key: _key, place, ...agent }) => {
      const left = leftIn(place);
      const touched = agent.leg > 0 || agent.messages.length > 0;
      return left && touched ? [{ ...agent, call: call.id, place: left }] : [];
    });
  }

  /** It goes on before those that have not begun. */
  requeue(agent: Agent): void {
    agent.place = { in: 'queue' };
    this.admission.enqueueFirst(agent);
  }

  /** The agent that may work now, if any; its place is given back by `admission.done`. */
  next(): Agent | undefined {
    for (;;) {
      const agent = this.admission.next();
      if (!agent || this.has(agent)) return agent;
      this.admission.done(); // abandoned while it queued
    }
  }

  wait(agent: Agent, wait: Wait): void {
    this.ledger.record({ type: 'waiting', call: agent.call.id, wait, spent: spentInAll(agent) });
  }

  /** Gives a call its outcome. `reused`: it is that of another run, and cost this one nothing. */
  settle(call: CallId, outcome: Outcome, spent: LegSpent | null, reused?: ConversationPlace & Counted): void {
    this.drop(call);
    const from = reused && { run: reused.run, call: reused.call, restarts: reused.restarts };
    this.ledger.record({ type: 'settled', call, ending: endingOf(outcome), spent, ...(from && { reused: from }) });
    this.inbox.push({ kind: 'outcome', call, outcome, tokens: reused?.tokens ?? this.counted(spent) });
  }

  /** Nothing waits for this call any more: told in the record, never to the guest. */
  abandon(call: CallId, message: string): void {
    const agent = this.unsettled.get(call);
    if (!agent) return;
    this.drop(call);
    this.ledger.record({
      type: 'settled',
      call,
      ending: { status: 'failed', code: 'CANCELLED', message },
      spent: null,
    });
    cancelLeg(agent);
  }

  private drop(call: CallId): void {
    const agent = this.unsettled.get(call);
    if (agent) this.asks.drop(agent);
    this.unsettled.delete(call);
  }

  /** What an agent counts for in the script's `budget`: as the cap counts when there is one on tokens, else its output. */
  private counted(spent: LegSpent | null): number {
    const usage = spent?.usage ?? NO_USAGE;
    return this.spec.caps?.maxTokens === undefined ? usage.output : tokensOf(usage);
  }
}

/** What an outcome counted for in the run it was made in. */
interface Counted {
  readonly tokens: number;
}

/** Another worker may have the key that was missing. Null in a leg. */
function leftIn(place: Place): CarriedPlace | null {
  switch (place.in) {
    case 'leg':
      return null;
    case 'keyless':
      return { in: 'queue' };
    case 'failed':
      return place;
    default:
      return { in: place.in };
  }
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
