import { sleep, workflowInfo } from '@temporalio/workflow';
import type { CallId } from '../interpreter/call.js';
import type { Entry, Guest } from '../interpreter/guest.js';
import type { Outcome } from '../interpreter/outcome.js';
import type { CompiledScript } from '../script/compiled-script.js';

/** Something that may enter the guest: the outcome of a call with the tokens it counts for, or the script a call named. */
export type Arrival =
  | { readonly kind: 'outcome'; readonly call: CallId; readonly outcome: Outcome; readonly tokens: number }
  | { readonly kind: 'script'; readonly call: CallId; readonly script: CompiledScript };

/** The one door into the guest (C2, C4). */
export class Inbox {
  private readonly guest: Guest;
  private readonly gasPerActivation: number;
  private readonly arrivals: Arrival[] = [];
  private readonly entered: (arrival: Arrival, length: number) => void;
  private busy = false;
  private closed = false;
  private activation = { history: 0, gas: 0 };

  /** `entered` is called after each entry, with the characters it handed over: the script may have issued calls. */
  constructor(guest: Guest, gasPerActivation: number, entered: Inbox['entered']) {
    this.guest = guest;
    this.gasPerActivation = gasPerActivation;
    this.entered = entered;
  }

  /** Keeps an arrival until `deliver`. */
  push(arrival: Arrival): void {
    this.arrivals.push(arrival);
  }

  /** Hands over what has arrived, one by one, and waits a moment between two when the activation has computed enough. */
  deliver(): void {
    if (this.busy) return;
    this.busy = true;
    while (!this.closed && this.arrivals.length > 0) {
      if (this.gasOfActivation() > this.gasPerActivation) return this.deliverLater();
      const arrival = this.arrivals.shift() as Arrival;
      this.entered(arrival, this.enter(arrival));
    }
    this.busy = false;
  }

  /** Counts an entry made elsewhere: the script's start. */
  charge(entry: Entry): void {
    this.activation.gas = this.gasOfActivation() + entry.gas;
  }

  hasArrivals(): boolean {
    return this.arrivals.length > 0;
  }

  /** Whether nothing waits to enter, and nothing is about to. */
  isEmpty(): boolean {
    return this.arrivals.length === 0 && !this.busy;
  }

  /** Nothing enters any more (C1). */
  close(): void {
    this.closed = true;
  }

  private enter(arrival: Arrival): number {
    const { call } = arrival;
    const entry =
      arrival.kind === 'script'
        ? this.guest.adopt(call, arrival.script)
        : this.guest.settle(call, arrival.outcome, arrival.tokens);
    this.charge(entry);
    return entry.length;
  }

  private deliverLater(): void {
    sleep(1).then(
      () => {
        this.busy = false;
        this.deliver();
      },
      () => {}, // the run was cancelled: it ends
    );
  }

  /** Gas used since the present workflow task began; the history's length tells one task from the next, also in a replay. */
  private gasOfActivation(): number {
    const history = workflowInfo().historyLength;
    if (history !== this.activation.history) this.activation = { history, gas: 0 };
    return this.activation.gas;
  }
}
