import type { ModelPrice } from '../config/prices.js';
import { tokensOf, type Usage } from '../interpreter/outcome.js';

/** What something cost. `unknown` is never to be left out where a cost is shown: it is not part of `usd`. */
export interface Cost {
  readonly usd: number;
  /** Tokens of models whose price nobody knows. */
  readonly unknown: number;
}

export const NO_COST: Cost = { usd: 0, unknown: 0 };

const MILLION = 1_000_000;
const BILLION = 1_000_000_000;

/** The cost of one request: the rates may depend on the length of its prompt. Without a price all its tokens are unknown. */
export function costOf(usage: Usage, price: ModelPrice | undefined): Cost {
  if (!price) return { usd: 0, unknown: tokensOf(usage) };
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  const rates = price.long && prompt > price.long.over ? price.long : price;
  const hour = usage.cacheWriteHour ?? 0;
  const tokens =
    usage.input * rates.input +
    usage.output * rates.output +
    usage.cacheRead * rates.cacheRead +
    (usage.cacheWrite - hour) * rates.cacheWrite +
    hour * rates.cacheWriteHour;
  return { usd: tokens / MILLION + ((usage.webSearches ?? 0) * price.webSearches) / 1_000, unknown: 0 };
}

export function addCost(a: Cost, b: Cost): Cost {
  return { usd: exact(a.usd + b.usd), unknown: a.unknown + b.unknown };
}

/** What was added since `before`. */
export function costSince(before: Cost, now: Cost): Cost {
  return { usd: exact(now.usd - before.usd), unknown: now.unknown - before.unknown };
}

/** To the billionth: sums are recorded and shown, and need not carry the noise of binary fractions. */
function exact(usd: number): number {
  return Math.round(usd * BILLION) / BILLION;
}

/** `$0.42`; below a cent with four digits, since thousands of small agents make a sum. */
export function dollars(usd: number): string {
  return `$${usd > 0 && usd < 0.01 ? usd.toFixed(4) : usd.toFixed(2)}`;
}

/** `$0.42`, `$0.42 + unknown`, `unknown`: what has no known price is never left out. */
export function costInWords({ usd, unknown }: Cost): string {
  if (unknown <= 0) return dollars(usd);
  return usd > 0 ? `${dollars(usd)} + unknown` : 'unknown cost';
}
