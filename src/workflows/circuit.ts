// Whether the provider serves the run. While it does not, no leg starts; then one tries, and the others follow when it was
// answered: N agents do not ask N times whether they may ask (DESIGN §4, provider limits).
//
// Owns: the one timer of a limit, and which agent tries. Never: what becomes of the agents that wait.

import type { CallId } from '../interpreter/call.js';
import type { CarriedCircuit } from './carried.js';
import type { Ledger } from './ledger.js';
import type { Legs } from './legs.js';

/** Milliseconds a run waits for its provider when nobody says otherwise (DESIGN §4). */
const MAX_WAIT_MS = 24 * 3_600_000;

/** A limit that moves by less, in milliseconds, is not told again: agents that are limited together differ by as much. */
const SAME_LIMIT_MS = 1_000;

type State =
  | { readonly kind: 'closed' }
  /** The provider asked to be left alone until then. */
  | { readonly kind: 'open'; until: number }
  /** The time is over: the next leg is the probe. */
  | { readonly kind: 'due' }
  | { readonly kind: 'probing'; readonly call: CallId };

export class Circuit {
  private readonly ledger: Ledger;
  private readonly after: Legs['after'];
  private readonly maxWaitMs: number;
  private readonly due: () => void;
  private state: State = { kind: 'closed' };
  /** When the limits began that have not ended since. */
  private since = 0;

  /** `due` is called when a limit is over: agents that wait for it may queue again. */
  constructor(
    ledger: Ledger,
    after: Legs['after'],
    { maxWaitMs, carried }: { readonly maxWaitMs: number | undefined; readonly carried: CarriedCircuit | undefined },
    due: () => void,
  ) {
    this.ledger = ledger;
    this.after = after;
    this.maxWaitMs = maxWaitMs ?? MAX_WAIT_MS;
    this.due = due;
    if (carried) this.goOn(carried);
  }

  /** With no leg at work. */
  carry(): CarriedCircuit {
    const { state, since } = this;
    if (state.kind === 'open') return { ...state, since };
    return { kind: state.kind === 'closed' ? 'closed' : 'due', since };
  }

  /** Whether a leg may start now. */
  admits(): boolean {
    return this.state.kind === 'closed' || this.state.kind === 'due';
  }

  /** A leg of this agent starts. True when it is the one that tries. */
  start(call: CallId): boolean {
    if (this.state.kind !== 'due') return false;
    this.state = { kind: 'probing', call };
    return true;
  }

  /** A leg was limited. The first says so for all; another can only make the wait longer. */
  limit(asked: number, message: string): void {
    const now = Date.now();
    if (this.state.kind === 'closed') this.since = now;
    const until = Math.max(now + 1, Math.min(asked, this.since + this.maxWaitMs));
    const known = this.state.kind === 'open' ? this.state.until : 0;
    if (until - known >= SAME_LIMIT_MS || known === 0) this.ledger.record({ type: 'limited', until, message });
    if (this.state.kind === 'open') {
      this.state.until = Math.max(until, known);
    } else {
      this.state = { kind: 'open', until };
      this.wait(this.state);
    }
  }

  /** A leg of this agent ended without being limited; `served` tells whether the provider answered it. */
  ended(call: CallId, served: boolean): void {
    if (this.state.kind !== 'probing' || this.state.call !== call) return;
    if (served) {
      this.state = { kind: 'closed' };
      this.ledger.record({ type: 'served' });
    } else {
      this.state = { kind: 'due' };
    }
  }

  /** Whether the run has waited for the provider as long as it may. */
  isExhausted(): boolean {
    return this.state.kind !== 'closed' && Date.now() >= this.since + this.maxWaitMs;
  }

  private goOn(carried: CarriedCircuit): void {
    this.since = carried.since;
    if (carried.kind === 'open') {
      const open = { kind: 'open', until: carried.until } as const;
      this.state = open;
      this.wait(open);
    } else {
      this.state = { kind: carried.kind };
    }
  }

  private wait(open: Extract<State, { kind: 'open' }>): void {
    this.after(Math.max(1, open.until - Date.now()), () => {
      if (Date.now() < open.until) return this.wait(open); // made longer meanwhile
      this.state = { kind: 'due' };
      this.due();
    });
  }
}
