import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallId } from '../../src/interpreter/call.js';
import { DEFAULT_GUEST_LIMITS } from '../../src/interpreter/limits.js';
import { Agents } from '../../src/workflows/agents.js';
import { Caps } from '../../src/workflows/caps.js';
import type { Arrival } from '../../src/workflows/inbox.js';
import { openLedger } from '../../src/workflows/ledger.js';
import type { Leg, Legs } from '../../src/workflows/legs.js';
import type { LegRequest, LegResult, LegYield } from '../../src/workflows/ports.js';
import { DEFAULT_RUN_LIMITS, type RunSpec } from '../../src/workflows/spec.js';
import { whyNot } from '../../src/workflows/targets.js';

const CALLS = 5;

/** What happens next: something in a leg or at a timer, or a person does something. `pick` chooses among those there are. */
type Move =
  | { readonly kind: 'done' | 'failed' | 'crashed' | 'shutdown' | 'limited' | 'timer'; readonly pick: number }
  | { readonly kind: 'kill' | 'skip' | 'restart' | 'steer'; readonly call: CallId }
  | { readonly kind: 'pause' | 'resume' }
  | { readonly kind: 'concurrency'; readonly limit: number };

const pick = fc.nat(20);
const call = fc.integer({ min: 1, max: CALLS });
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constantFrom('done', 'failed', 'crashed', 'shutdown', 'limited', 'timer'), pick }),
  fc.record({ kind: fc.constantFrom('kill', 'skip', 'restart', 'steer'), call }),
  fc.record({ kind: fc.constantFrom('pause', 'resume') }),
  fc.record({ kind: fc.constant('concurrency' as const), limit: fc.integer({ min: 1, max: CALLS }) }),
);

interface OpenLeg {
  readonly request: LegRequest;
  readonly end: (result: LegResult) => void;
  readonly crash: () => void;
  readonly isCancelled: () => boolean;
}

/** A run of some agents whose legs and timers end when the test says so. */
function stage() {
  const ledger = openLedger(() => 0);
  const spec = specOf();
  const open: OpenLeg[] = [];
  const timers: (() => void)[] = [];
  const arrivals: Arrival[] = [];
  const legs: Legs = {
    start: (request) => openLeg(request, open),
    after: (_ms, then) => timers.push(then),
  };
  const inbox = { push: (arrival: Arrival) => arrivals.push(arrival), deliver: () => undefined };
  const caps = new Caps(spec, ledger, () => undefined);
  const agents = new Agents(spec, ledger, inbox, { caps, legs });
  for (let id = 1; id <= CALLS; id++) {
    agents.queue({ kind: 'agent', id, scope: [], prompt: '', label: `${id}`, phase: null, options: {} });
  }
  agents.admit();
  return { ledger, agents, open, timers, arrivals };
}

type Stage = ReturnType<typeof stage>;

function openLeg(request: LegRequest, open: OpenLeg[]): Leg {
  let cancelled = false;
  const result = new Promise<LegResult>((resolve, reject) => {
    const leave = () => open.splice(open.indexOf(leg), 1);
    const leg: OpenLeg = {
      request,
      end: (ended) => void (leave(), resolve(ended)),
      crash: () => void (leave(), reject(new Error('the worker is gone'))),
      isCancelled: () => cancelled,
    };
    open.push(leg);
  });
  const cancel = () => {
    cancelled = true;
  };
  return { result, cancel, isCancelled: () => cancelled };
}

const spent = (turns: number) => ({
  usage: { input: 10 * turns, output: turns, cacheRead: 0, cacheWrite: 0 },
  turns,
  requests: turns,
  toolCalls: 0,
});

function yields({ request }: OpenLeg, why: LegYield): LegResult {
  return { kind: 'yielded', why, spent: spent(request.leg) };
}

/** As a worker does: a leg with messages yields, a cancelled one may, and any other ends as the move wants it. */
function endLeg(leg: OpenLeg, kind: Move['kind']): void {
  const { messages } = leg.request;
  if (kind === 'crashed') return leg.crash();
  if (messages) return leg.end(yields(leg, { reason: 'steered', delivered: messages.map(({ id }) => id) }));
  if (kind === 'shutdown') return leg.end(yields(leg, { reason: leg.isCancelled() ? 'paused' : 'shutdown' }));
  if (kind === 'limited') return leg.end(yields(leg, { reason: 'rate-limit', until: 1, message: '429' }));
  const outcome =
    kind === 'done'
      ? ({ status: 'ok', value: leg.request.restarts ?? 0 } as const)
      : ({ status: 'failed', code: 'API_ERROR', message: '400', seen: 'null' } as const);
  leg.end({ kind: 'done', outcome, spent: spent(leg.request.leg) });
}

function make(next: Move, { ledger, agents, open, timers }: Stage): void {
  const { state } = ledger;
  switch (next.kind) {
    case 'pause':
    case 'resume': {
      const wanted = next.kind === 'pause' ? 'running' : 'paused';
      if (state.status !== wanted) return;
      ledger.record({ type: next.kind === 'pause' ? 'paused' : 'resumed', by: 'a person' });
      return agents[next.kind]();
    }
    case 'concurrency':
      return agents.setConcurrency(next.limit);
    case 'kill':
    case 'skip':
    case 'restart':
    case 'steer': {
      if (whyNot(state, next.kind, next.call) !== null) return;
      if (next.kind === 'restart') return agents.restart(next.call, 'a person');
      if (next.kind === 'steer') return agents.steer(next.call, { id: `${ledger.length}`, text: 'x', by: 'a person' });
      return agents.skip(next.call, 'a person');
    }
    case 'timer':
      return timers.splice(next.pick % Math.max(1, timers.length), 1)[0]?.();
    default: {
      const leg = open[next.pick % Math.max(1, open.length)];
      if (leg) endLeg(leg, next.kind);
    }
  }
}

/** Lets what was promised happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('agents under whatever happens to them, in whatever order', () => {
  it('come to one outcome each, are never in two legs at once, and lose nothing of what they spent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
        const on = stage();
        for (const next of moves) {
          make(next, on);
          await settle();
          const calls = on.open.map(({ request }) => request.call);
          expect(new Set(calls).size).toBe(calls.length);
        }
        await finish(on);
        expect(on.arrivals.map(({ call: id }) => id).toSorted()).toEqual([1, 2, 3, 4, 5]);
        const { counts, agents, usage } = on.ledger.state;
        expect(counts).toMatchObject({ agents: CALLS, queued: 0, running: 0, waiting: 0 });
        expect(usage.output).toBe([...agents.values()].reduce((sum, agent) => sum + (agent.spent?.turns ?? 0), 0));
        expect(on.ledger.since(0, 10_000).every((event) => event.type !== 'spent' || event.spent.turns >= 0)).toBe(
          true,
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** Lets the run go on, and every leg and timer end well, until nothing is left. */
async function finish(on: Stage): Promise<void> {
  make({ kind: 'resume' }, on);
  for (let round = 0; round < 1_000 && on.ledger.state.counts.ok < CALLS; round++) {
    make({ kind: 'timer', pick: 0 }, on);
    make({ kind: 'done', pick: 0 }, on);
    await settle();
    if (on.open.length === 0 && on.timers.length === 0) return;
  }
}

function specOf(): RunSpec {
  return {
    run: 'lh-test-00000000000000000000000000',
    script: { meta: { name: 'test', description: '', phases: [] } } as unknown as RunSpec['script'],
    args: null,
    saved: [],
    agentTypes: [],
    engine: '',
    workspace: '/',
    base: null,
    setup: null,
    onAsk: 'deny',
    model: { provider: 'offline', id: 'claude-test', maxTokens: 1 },
    aliases: {},
    limits: { ...DEFAULT_RUN_LIMITS, concurrency: 2, guest: DEFAULT_GUEST_LIMITS },
    searchable: false,
  };
}
