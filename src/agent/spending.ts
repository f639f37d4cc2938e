import type { ModelPrice } from '../config/prices.js';
import { tokensOf } from '../interpreter/outcome.js';
import { addCost, type Cost, costOf, NO_COST } from '../workflows/cost.js';
import type { LegRequest, LegResult, LegSpent } from '../workflows/ports.js';
import { ownOf, spentBy } from './transcript/conversation.js';
import type { TranscriptEntry } from './transcript/transcript.js';

/** What the agent has used since it began, over all its legs, and what that cost. */
export function pricedBy(entries: readonly TranscriptEntry[], price: ModelPrice | undefined): Required<LegSpent> {
  return { ...spentBy(entries), cost: costBy(entries, price) };
}

/** The result of a leg with what its agent cost. */
export function priced(result: LegResult, entries: readonly TranscriptEntry[], { price }: LegRequest): LegResult {
  return { ...result, spent: { ...result.spent, cost: costBy(entries, price) } };
}

/** What keeps an agent from asking the model once more: its own limit, or its lease; null when nothing does. */
export function barOf({ lease, options }: LegRequest, { cost, usage }: Required<LegSpent>): 'limit' | 'lease' | null {
  if (options.maxUsd !== undefined && cost.usd >= options.maxUsd) return 'limit';
  const { usd = Number.POSITIVE_INFINITY, tokens = Number.POSITIVE_INFINITY } = lease ?? {};
  return cost.usd >= usd || tokensOf(usage) >= tokens ? 'lease' : null;
}

function costBy(entries: readonly TranscriptEntry[], price: ModelPrice | undefined): Cost {
  return ownOf(entries)
    .flatMap((entry) => costsOf(entry, price))
    .reduce(addCost, NO_COST);
}

/** Request by request: rates may depend on the length of a prompt, and tools use models with prices of their own. */
function costsOf(entry: TranscriptEntry, price: ModelPrice | undefined): readonly Cost[] {
  switch (entry.kind) {
    case 'reply':
      return [costOf(entry.reply.usage, price)];
    case 'compacted':
      return [costOf(entry.usage, price)];
    case 'results':
      return (entry.used ?? []).map(({ cost }) => cost);
    default:
      return [];
  }
}
