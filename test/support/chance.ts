/** Numbers from 0 to 1 that look random and follow from `seed` alone (mulberry32), so that a failure can be run again. */
export function chanceFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** LONGHAUL_SEED, to repeat a failure; else a new one. Put it into the test's name, so that a failure shows it. */
export function seedOf({ LONGHAUL_SEED }: NodeJS.ProcessEnv): number {
  return LONGHAUL_SEED ? Number(LONGHAUL_SEED) : Date.now() % 2 ** 32;
}
