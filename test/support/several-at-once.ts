/**
 * Does `work` for all items, in their order and so many at once: what becomes of each. Whoever asks for an item hears of
 * its failure; nobody else does.
 */
export function severalAtOnce<Item, Result>(
  atOnce: number,
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): ReadonlyMap<Item, Promise<Result>> {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  const place = async (): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  const done = async (item: Item): Promise<Result> => {
    await place();
    return work(item).finally(leave);
  };
  const results = new Map(items.map((item) => [item, done(item)]));
  for (const result of results.values()) result.catch(() => {});
  return results;
}
