import { describe, it } from '@jest/globals';
import { chanceFrom, seedOf } from '../support/chance.js';
import { sharedStack } from '../support/shared-stack.js';
import { ALL_POINTS, type KillPoint, killAtEach } from './agent-with-effects.js';

const seed = seedOf(process.env);
const chance = chanceFrom(seed);

/** One while a reply is awaited, two in the middle of a tool. */
const POINTS = ALL_POINTS.filter(isOneOf([...drawn('request', 1), ...drawn('tool', 2)]));

describe(`an agent whose worker is killed (LONGHAUL_SEED=${seed})`, () => {
  const stack = sharedStack();

  it(`ends well after kills in ${POINTS.map(nameOf).join(', ')}`, () => killAtEach(stack(), POINTS), 240_000);
});

/** `n` different ones. */
function drawn(during: KillPoint['during'], n: number): readonly KillPoint[] {
  const lots = ALL_POINTS.filter((point) => point.during === during).map((point) => ({ point, lot: chance() }));
  return lots
    .toSorted((a, b) => a.lot - b.lot)
    .slice(0, n)
    .map(({ point }) => point);
}

function isOneOf(points: readonly KillPoint[]): (point: KillPoint) => boolean {
  return (point) => points.includes(point);
}

function nameOf({ turn, during }: KillPoint): string {
  return `${during} ${turn}`;
}
