import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Lease } from '../../src/workflows/ports.js';
import { type Figures, Purse } from '../../src/workflows/purse.js';

const AGENTS = 8;
const agent = fc.integer({ min: 0, max: AGENTS - 1 });
const request: fc.Arbitrary<Figures> = fc.record({
  usd: fc.double({ min: 0.001, max: 0.2, noNaN: true }),
  tokens: fc.integer({ min: 1, max: 5_000 }),
});

type Step =
  | { readonly do: 'start' | 'end' | 'die'; readonly agent: number }
  | { readonly do: 'ask'; readonly agent: number; readonly used: Figures };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('start' as const, 'end' as const, 'die' as const), agent }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('ask' as const), agent, used: request }) },
);

const caps = fc.oneof(
  fc.record({ maxUsd: fc.double({ min: 0.01, max: 2, noNaN: true }) }),
  fc.record({ maxTokens: fc.integer({ min: 1, max: 50_000 }) }),
  fc.record({ maxUsd: fc.double({ min: 0.01, max: 2, noNaN: true }), maxTokens: fc.integer({ min: 1, max: 50_000 }) }),
);

describe('a purse', () => {
  it('lets a cap be overshot by at most one request of each leg in flight (B1), whatever happens in whatever order', () => {
    fc.assert(
      fc.property(caps, fc.array(step, { maxLength: 120 }), (given, steps) => {
        const run = modelRun(given);
        for (const next of steps) {
          run.take(next);
          const over = run.overshoot();
          if ('maxUsd' in given) expect(run.all().usd).toBeLessThanOrEqual(given.maxUsd + over.usd + 1e-9);
          if ('maxTokens' in given) expect(run.all().tokens).toBeLessThanOrEqual(given.maxTokens + over.tokens + 1e-6);
        }
      }),
    );
  });

  it('lets every leg make one request, at least (B2)', () => {
    const purse = new Purse({ maxUsd: 1, maxTokens: 10 }, () => ({ usd: 0.999, tokens: 9 }));
    expect(purse.empty()).toBeNull();
    const lease = purse.lease(1, { usd: 0.5, tokens: 4 }, 499);
    expect(lease?.usd).toBeGreaterThan(0.5);
    expect(lease?.tokens).toBeGreaterThan(4);
  });

  it.each([
    [{ maxUsd: 1 }, { usd: 1, tokens: 0 }, 'usd'],
    [{ maxUsd: 1, maxTokens: 5 }, { usd: 0, tokens: 9 }, 'tokens'],
    [{}, { usd: 9e9, tokens: 9e9 }, null],
  ])('with %j of which %j is spent lacks %s', (given, spent, lacks) => {
    expect(new Purse(given, () => spent).empty()).toBe(lacks);
  });

  it('gives no lease without caps', () => {
    expect(new Purse({}, () => ({ usd: 0, tokens: 0 })).lease(1, { usd: 0, tokens: 0 }, 1)).toBeUndefined();
  });

  it('goes on when a cap is raised', () => {
    const purse = new Purse({ maxUsd: 1 }, () => ({ usd: 1.2, tokens: 0 }));
    purse.raise({ maxUsd: 2 });
    expect(purse.empty()).toBeNull();
    expect(purse.lease(1, { usd: 1.2, tokens: 0 }, 1)).toEqual({ usd: expect.closeTo(1.6, 9) });
  });
});

interface Leg {
  readonly lease: Lease | undefined;
}

interface Agent {
  spent: Figures;
  known: Figures;
  leg: Leg | null;
  /** Its last request, if that went beyond a lease, and no lease was given since that counts it. */
  over: Figures;
}

const NOTHING: Figures = { usd: 0, tokens: 0 };

/** A run of agents that ask only below their leases. What died tells nothing of what it spent. */
function modelRun(given: ConstructorParameters<typeof Purse>[0]) {
  const agents: Agent[] = Array.from({ length: AGENTS }, () => ({
    spent: NOTHING,
    known: NOTHING,
    leg: null,
    over: NOTHING,
  }));
  const sum = (of: (one: Agent) => Figures): Figures => agents.map(of).reduce(plus, NOTHING);
  const purse = new Purse(given, () => sum(({ known }) => known));
  return {
    all: () => sum(({ spent }) => spent),
    overshoot: () => sum(({ over }) => over),
    take(step: Step) {
      const one = agents[step.agent];
      if (!one) return;
      if (step.do === 'start' && !one.leg && !purse.empty()) {
        if (one.known === one.spent) one.over = NOTHING;
        one.leg = { lease: purse.lease(step.agent, one.known, AGENTS) };
      }
      if (step.do === 'ask' && one.leg && isBelow(one.spent, one.leg.lease)) {
        one.spent = plus(one.spent, step.used);
        if (!isBelow(one.spent, one.leg.lease)) one.over = step.used;
      }
      if (step.do === 'end' && one.leg) {
        one.known = one.spent;
        purse.back(step.agent);
      }
      if (step.do === 'end' || step.do === 'die') one.leg = null;
    },
  };
}

function isBelow({ usd, tokens }: Figures, lease: Lease | undefined): boolean {
  return usd < (lease?.usd ?? Number.POSITIVE_INFINITY) && tokens < (lease?.tokens ?? Number.POSITIVE_INFINITY);
}

function plus(a: Figures, b: Figures): Figures {
  return { usd: a.usd + b.usd, tokens: a.tokens + b.tokens };
}
