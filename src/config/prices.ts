/** What tokens of one model cost, in USD per million. */
export interface Rates {
  readonly input: number;
  readonly output: number;
  /** Written to the cache for five minutes, and for an hour. */
  readonly cacheWrite: number;
  readonly cacheWriteHour: number;
  readonly cacheRead: number;
}

export interface ModelPrice extends Rates {
  /** Searches the provider makes, in USD per thousand. */
  readonly webSearches: number;
  /** Rates of requests whose prompt, cache included, has more tokens than `over`. */
  readonly long?: Rates & { readonly over: number };
}

/** By the model's id as the Messages API names it. */
export type PriceTable = Readonly<Record<string, ModelPrice>>;

/** USD per thousand, whatever the model. */
const WEB_SEARCHES = 10;

/**
 * The Anthropic API's list prices (platform.claude.com/docs, "Pricing" and the overview pages of the models), as stored
 * copies of 2026-10 had them; read on 2026-11-22. Clouds may charge more. No price of claude-fable-5-2 was found, so it
 * has no entry: its cost is unknown.
 */
export const PRICES: PriceTable = {
  'claude-fable-5-1': price(10, 50, { read: 0.025 }),
  'claude-fable-5': price(10, 50),
  'claude-opus-5-5': price(4, 20, { read: 0.05 }),
  'claude-opus-5': price(5, 25),
  'claude-opus-4-8': price(5, 25),
  'claude-opus-4-7': price(5, 25),
  'claude-opus-4-6': price(5, 25),
  'claude-opus-4-5': price(5, 25),
  'claude-sonnet-5-5': price(2, 10, { read: 0.05 }),
  'claude-sonnet-5': price(2, 10),
  'claude-sonnet-4-6': price(3, 15),
  'claude-sonnet-4-5': price(3, 15),
  'claude-haiku-5-5': { ...price(0.1, 0.5), long: { over: 100_000, ...rates(0.5, 2.5) } },
  'claude-haiku-4-5': price(1, 5),
};

/**
 * The price of a model, or undefined when nobody knows it. Routes to a model put something before its id, and dates or
 * revisions behind it; another version of a model is another model.
 */
export function priceOf(id: string, prices: PriceTable | undefined): ModelPrice | undefined {
  const key = Object.keys(prices ?? {}).find((known) => isRevisionOf(known, id));
  return key === undefined ? undefined : prices?.[key];
}

function isRevisionOf(known: string, id: string): boolean {
  const at = id.indexOf(known);
  return at >= 0 && /^([@:[]|-\d{8}|-v\d|$)/.test(id.slice(at + known.length));
}

interface Multipliers {
  /** Of the input rate, for what is read from the cache. */
  readonly read?: number;
}

function price(input: number, output: number, multipliers?: Multipliers): ModelPrice {
  return { ...rates(input, output, multipliers), webSearches: WEB_SEARCHES };
}

/** Cache writes cost the same multiples of the input rate for every model. */
function rates(input: number, output: number, { read = 0.1 }: Multipliers = {}): Rates {
  return {
    input,
    output,
    cacheWrite: exact(input * 1.25),
    cacheWriteHour: exact(input * 2),
    cacheRead: exact(input * read),
  };
}

/** Without the noise of binary fractions: prices are recorded and shown. */
function exact(rate: number): number {
  return Number(rate.toPrecision(6));
}
