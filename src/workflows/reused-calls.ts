import type { Call, CallId } from '../interpreter/call.js';
import type { Found } from '../journal/replay.js';

/** A call that another run has settled. */
export interface ReusedCall {
  readonly call: Exclude<Call, { kind: 'workflow' }>;
  readonly found: Extract<Found, { kind: 'settled' }>;
}

/**
 * Calls whose outcomes are known, until they enter the guest: always the one that came first in the other run. Each may
 * lead to calls that came before the others there; so a script that has not changed sees what it saw.
 */
export class ReusedCalls {
  /** The last is the first to go, when sorted. */
  private readonly waiting: ReusedCall[] = [];
  private isSorted = true;

  add(call: ReusedCall): void {
    this.waiting.push(call);
    this.isSorted = false;
  }

  next(): ReusedCall | undefined {
    if (!this.isSorted) this.waiting.sort((a, b) => b.found.order - a.found.order);
    this.isSorted = true;
    return this.waiting.pop();
  }

  forget(call: CallId): void {
    const at = this.waiting.findIndex((one) => one.call.id === call);
    if (at >= 0) this.waiting.splice(at, 1);
  }
}
