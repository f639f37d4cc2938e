import { priceOf } from '../config/prices.js';
import { addUsage, NO_USAGE, tokensOf, type Usage } from '../interpreter/outcome.js';
import { addCost, type Cost, costOf, NO_COST } from '../workflows/cost.js';
import type { Totals } from '../workflows/run-result.js';
import type { RunSpec } from '../workflows/spec.js';
import type { DryRun } from './dry-run/rehearsal.js';

/** What a run may take, as far as that can be known before it starts. */
export interface Estimate {
  /** One path of the script, walked with mock answers; null when it could not be walked. */
  readonly path: PathEstimate | null;
  /** What runs of the same workflow took that completed; null for none. */
  readonly past: PastEstimate | null;
}

export interface PathEstimate {
  readonly agents: number;
  /** Whether the path went on where it was left. */
  readonly atLeast: boolean;
  readonly tokens: number;
  readonly cost: Cost;
  /** Tokens one agent is taken to use: as in past runs, or as a mere assumption. */
  readonly perAgent: number;
  readonly from: 'past' | 'assumption';
}

/** The median of each figure. */
export interface PastEstimate {
  readonly runs: number;
  readonly agents: number;
  readonly tokens: number;
  /** Null where the price of a part is unknown in any of them. */
  readonly usd: number | null;
}

/** What an agent is taken to use of which nothing is known: some ten turns that read a few files. */
const ASSUMED: Usage = { input: 2_000, output: 5_000, cacheRead: 100_000, cacheWrite: 18_000 };

/** `past`: what runs of the same workflow took, empty for none. */
export function estimatePath(
  { agents, models, ended }: DryRun,
  prices: RunSpec['prices'],
  past: readonly Totals[],
): PathEstimate {
  const known = usageOfOne(past);
  const usage = known ?? ASSUMED;
  const costs = models.map(({ id, agents: served }) => times(served, costOfOne(usage, id, prices)));
  return {
    agents,
    atLeast: ended !== 'returned',
    tokens: agents * tokensOf(usage),
    cost: costs.reduce(addCost, NO_COST),
    perAgent: tokensOf(usage),
    from: known ? 'past' : 'assumption',
  };
}

export function estimatePast(past: readonly Totals[]): PastEstimate | null {
  if (past.length === 0) return null;
  const costs = past.flatMap(({ cost }) => (cost && cost.unknown === 0 ? [cost.usd] : []));
  return {
    runs: past.length,
    agents: median(past.map(({ agents }) => agents)),
    tokens: median(past.map(({ tokens }) => tokens)),
    usd: costs.length === past.length ? median(costs) : null,
  };
}

/** What one agent of those runs used, the mean; null when they had none. */
function usageOfOne(past: readonly Totals[]): Usage | null {
  const agents = past.reduce((sum, totals) => sum + totals.agents, 0);
  if (agents === 0) return null;
  const {
    input,
    output,
    cacheRead,
    cacheWrite,
    webSearches = 0,
  } = past.map(({ usage }) => usage).reduce(addUsage, NO_USAGE);
  const each = (sum: number): number => Math.round(sum / agents);
  return {
    input: each(input),
    output: each(output),
    cacheRead: each(cacheRead),
    cacheWrite: each(cacheWrite),
    webSearches: webSearches / agents,
  };
}

/** An agent asks many times: the rates of one long request do not hold for their sum. */
function costOfOne(usage: Usage, model: string, prices: RunSpec['prices']): Cost {
  const price = priceOf(model, prices);
  if (!price) return costOf(usage, undefined);
  const { long: _, ...rates } = price;
  return costOf(usage, rates);
}

function times(agents: number, { usd, unknown }: Cost): Cost {
  return { usd: agents * usd, unknown: agents * unknown };
}

function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
