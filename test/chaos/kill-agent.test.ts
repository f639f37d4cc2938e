import { describe, it } from '@jest/globals';
import { chanceFrom, seedOf } from '../support/chance.js';
import { sharedStack } from '../support/shared-stack.js';
import { ALL_POINTS, type KillPoint, killAtEach } from './agent-with-effects.js';

const seed = seedOf(process.env);

/** A fifth of the moments in its life. */
const POINTS = pick(ALL_POINTS, 5, chanceFrom(seed));

describe(`an agent whose worker is killed (LONGHAUL_SEED=${seed})`, () => {
  const stack = sharedStack();

  it(`ends well after kills at ${POINTS.map(nameOf).join(', ')}`, () => killAtEach(stack(), POINTS), 240_000);
});

function nameOf({ turn, during }: KillPoint): string {
  return `${during} ${turn}`;
}

/** `n` different ones, in their order. */
function pick<T>(from: readonly T[], n: number, chance: () => number): readonly T[] {
  const drawn = from.map((one) => ({ one, lot: chance() })).toSorted((a, b) => a.lot - b.lot);
  const chosen = new Set(drawn.slice(0, n).map(({ one }) => one));
  return from.filter((one) => chosen.has(one));
}
