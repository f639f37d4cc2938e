import type { CallId } from '../../../interpreter/call.js';

/**
 * Calls in ascending order, which is the order in which agents were asked for. Finding one and any window cost the same
 * however many there are, but for moving memory.
 */
export class Roster {
  #calls: CallId[] = [];

  get size(): number {
    return this.#calls.length;
  }

  at(index: number): CallId | undefined {
    return this.#calls[index];
  }

  /** Where the call is, or would be. */
  placeOf(call: CallId): number {
    let low = 0;
    let high = this.#calls.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#calls[middle] ?? 0) < call) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  has(call: CallId): boolean {
    return this.#calls[this.placeOf(call)] === call;
  }

  /** Adds the call or takes it away. */
  set(call: CallId, isIn: boolean): void {
    const place = this.placeOf(call);
    const found = this.#calls[place] === call;
    if (isIn && !found) this.#calls.splice(place, 0, call);
    if (!isIn && found) this.#calls.splice(place, 1);
  }

  window(from: number, length: number): readonly CallId[] {
    return this.#calls.slice(from, from + length);
  }

  /** Begins anew with these, which are in order. */
  fill(calls: CallId[]): void {
    this.#calls = calls;
  }
}
