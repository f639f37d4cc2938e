import { CancellationScope, sleep } from '@temporalio/workflow';
import { tokensOf } from '../interpreter/outcome.js';
import type { CarriedCaps } from './carried.js';
import { dollars } from './cost.js';
import type { Ledger } from './ledger.js';
import { type Figure, Purse } from './purse.js';
import type { RunCaps, RunSpec, SpendingCaps } from './spec.js';

/** A cap that is reached, in words: what it is, and how it can be raised. */
export interface ReachedCap {
  readonly says: string;
  readonly hint: string;
}

/** The caps of a run: what its agents may spend, and until when. Tells `reached` when the run must not go on. */
export class Caps {
  readonly purse: Purse;
  private readonly run: string;
  private readonly ledger: Ledger;
  private readonly reached: (cap: ReachedCap) => void;
  private caps: SpendingCaps;
  private timer: CancellationScope | null = null;

  constructor(
    { run, caps = NO_CAPS }: Pick<RunSpec, 'run' | 'caps'>,
    ledger: Ledger,
    reached: Caps['reached'],
    carried?: CarriedCaps,
  ) {
    this.run = run;
    this.ledger = ledger;
    this.reached = reached;
    this.caps = carried?.caps ?? caps;
    const spent = () => ({ usd: ledger.state.cost.usd, tokens: tokensOf(ledger.state.usage) });
    this.purse = new Purse(this.caps, spent, carried?.out);
  }

  carry(): CarriedCaps {
    const { maxUsd, maxTokens, maxDurationMs } = this.caps;
    const caps = {
      ...(maxUsd !== undefined && { maxUsd }),
      ...(maxTokens !== undefined && { maxTokens }),
      ...(maxDurationMs !== undefined && { maxDurationMs }),
    };
    return { caps, out: this.purse.carry() };
  }

  /** Of the agents that wait none may start, and none is at work. */
  spent(figure: Figure): void {
    this.reached(this.inWords(figure === 'usd' ? 'maxUsd' : 'maxTokens'));
  }

  /** Sets the run's time running. Without a cap on it there is no timer: recorded runs have none. */
  watchTime(): void {
    this.timer?.cancel();
    this.timer = null;
    const { maxDurationMs } = this.caps;
    if (maxDurationMs === undefined) return;
    const left = Math.max(1, this.ledger.state.startedAt + maxDurationMs - Date.now());
    const scope = new CancellationScope();
    this.timer = scope;
    scope
      .run(() => sleep(left))
      .then(
        () => this.reached(this.inWords('maxDurationMs')),
        () => {}, // raised, or the run has ended
      );
  }

  /** The cap that keeps the run from going on; null when none does. */
  standing(): ReachedCap | null {
    const { maxDurationMs } = this.caps;
    const late = maxDurationMs !== undefined && Date.now() >= this.ledger.state.startedAt + maxDurationMs;
    if (late) return this.inWords('maxDurationMs');
    const figure = this.purse.empty();
    return figure && this.inWords(figure === 'usd' ? 'maxUsd' : 'maxTokens');
  }

  /** Why these caps cannot be set; null when they can. */
  refusalOf(asked: SpendingCaps): string | null {
    const given = CAPS.filter((name) => asked[name] !== undefined);
    const absent = given.find((name) => this.caps[name] === undefined);
    if (absent) return `the run has no cap ${FLAGS[absent]}, so there is nothing to raise`;
    const low = given.find((name) => !isHigher(asked[name], Number(this.caps[name])));
    return low ? `a cap can only be raised: ${FLAGS[low]} is ${amount(low, Number(this.caps[low]))} already` : null;
  }

  raise(asked: SpendingCaps): void {
    this.caps = { ...this.caps, ...asked };
    this.purse.raise(asked);
    if (asked.maxDurationMs !== undefined) this.watchTime();
  }

  end(): void {
    this.timer?.cancel();
  }

  private inWords(name: keyof SpendingCaps): ReachedCap {
    const { cost, usage } = this.ledger.state;
    const spent = { maxUsd: cost.usd, maxTokens: tokensOf(usage), maxDurationMs: null }[name];
    const figures = spent === null ? '' : ` (${amount(name, spent)} spent)`;
    return {
      says: `the cap of ${amount(name, Number(this.caps[name]))}${figures}`,
      hint: `longhaul raise ${this.run} ${FLAGS[name]} MORE`,
    };
  }
}

/** What is asked from outside may be anything. */
function isHigher(asked: unknown, cap: number): boolean {
  return typeof asked === 'number' && asked > cap;
}

const NO_CAPS: RunCaps = { onCap: 'pause', agent: {} };

const FLAGS: Readonly<Record<keyof SpendingCaps, string>> = {
  maxUsd: '--max-usd',
  maxTokens: '--max-tokens',
  maxDurationMs: '--max-duration',
};

const CAPS = Object.keys(FLAGS) as readonly (keyof SpendingCaps)[];

function amount(name: keyof SpendingCaps, value: number): string {
  switch (name) {
    case 'maxUsd':
      return dollars(value);
    case 'maxTokens':
      return `${value} tokens`;
    case 'maxDurationMs':
      return `${Math.round(value / 1_000)} seconds`;
  }
}
