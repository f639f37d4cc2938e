// What a run may still spend, and how much of it each agent may before it has to come back. Pure.
//
// B1  When a lease is given, what is known to be spent and what is out on leases make together at most the cap. A leg asks
//     the model only below its lease, so a cap is overshot by at most one request of each leg in flight.
// B2  A lease is given only while something is left, and then lies above what its agent has spent: one request, at least.
// B3  A leg that ends without a word of what it spent does not give its lease back: the agent's next leg goes on with it.
//     When there is none the lease counts as spent.

import type { CallId } from '../interpreter/call.js';
import type { CarriedCaps } from './carried.js';
import type { Lease } from './ports.js';
import type { SpendingCaps } from './spec.js';

/** What has been spent, in all or by one agent. */
export interface Figures {
  readonly usd: number;
  /** Of every kind. */
  readonly tokens: number;
}

export type Figure = keyof Figures;

export class Purse {
  private readonly pots: Partial<Record<Figure, Pot>> = {};
  private readonly spent: () => Figures;

  /** `spent` tells what is known to be spent by the run. */
  constructor(caps: SpendingCaps, spent: () => Figures, out: CarriedCaps['out'] = {}) {
    this.spent = spent;
    this.raise(caps);
    for (const figure of FIGURES) this.pots[figure]?.restore(out[figure] ?? []);
  }

  /** Leases that were not given back. */
  carry(): CarriedCaps['out'] {
    return Object.fromEntries(
      FIGURES.flatMap((figure) => {
        const pot = this.pots[figure];
        return pot ? [[figure, pot.leases()]] : [];
      }),
    );
  }

  /** The figure of which nothing is left for another lease; null while there is some of all. */
  empty(): Figure | null {
    const spent = this.spent();
    return FIGURES.find((figure) => (this.pots[figure]?.left(spent[figure]) ?? 1) <= 0) ?? null;
  }

  /**
   * What an agent that has spent `known` may have spent when its next leg ends (B1, B2). One part is left for those that
   * run out before the others come back: `sharers` agents may be at work at once. Undefined without caps.
   */
  lease(call: CallId, known: Figures, sharers: number): Lease | undefined {
    const spent = this.spent();
    const entries = FIGURES.flatMap((figure) => {
      const pot = this.pots[figure];
      return pot ? [[figure, known[figure] + pot.give(call, spent[figure], sharers + 1)] as const] : [];
    });
    return entries.length > 0 ? Object.fromEntries(entries) : undefined;
  }

  /** The agent's leg has ended, and what it spent is in the figures (B3). */
  back(call: CallId): void {
    for (const figure of FIGURES) this.pots[figure]?.back(call);
  }

  raise({ maxUsd, maxTokens }: SpendingCaps): void {
    this.setCap('usd', maxUsd);
    this.setCap('tokens', maxTokens);
  }

  private setCap(figure: Figure, cap: number | undefined): void {
    if (cap === undefined) return;
    const pot = this.pots[figure];
    if (pot) pot.cap = cap;
    else this.pots[figure] = new Pot(cap);
  }
}

const FIGURES = ['usd', 'tokens'] as const;

/** One figure that has a cap. */
class Pot {
  cap: number;
  private readonly out = new Map<CallId, number>();
  private sum = 0;

  constructor(cap: number) {
    this.cap = cap;
  }

  leases(): readonly (readonly [CallId, number])[] {
    return [...this.out];
  }

  restore(leases: readonly (readonly [CallId, number])[]): void {
    for (const [call, share] of leases) {
      this.out.set(call, share);
      this.sum += share;
    }
  }

  left(spent: number): number {
    return this.cap - spent - this.sum;
  }

  /** What the agent still holds, or one of `parts` equal parts of what is left. */
  give(call: CallId, spent: number, parts: number): number {
    const held = this.out.get(call);
    if (held !== undefined) return held;
    const share = Math.max(0, this.left(spent)) / parts;
    this.out.set(call, share);
    this.sum += share;
    return share;
  }

  back(call: CallId): void {
    const held = this.out.get(call) ?? 0;
    this.out.delete(call);
    // Fractions leave a rest when they are added and taken away again.
    this.sum = this.out.size === 0 ? 0 : this.sum - held;
  }
}
