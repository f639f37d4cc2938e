import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallId } from '../../src/interpreter/call.js';
import { tokensOf } from '../../src/interpreter/outcome.js';
import type { LegRequest, LegResult, LegSpent, LegYield } from '../../src/workflows/ports.js';
import type { RunSpec } from '../../src/workflows/spec.js';
import { whyNot } from '../../src/workflows/targets.js';
import { type OpenLeg, openStage, queueAgents, type Stage, specOfAgents } from '../support/agents-stage.js';

const CALLS = 5;
/** Tokens of every request. */
const REQUEST = 11;

const LEG_ENDS = ['done', 'failed', 'crashed', 'shutdown', 'limited', 'asks'] as const;
type LegEnd = (typeof LEG_ENDS)[number];

/** What happens next: something in a leg or at a timer, or a person does something. `pick` chooses among those there are. */
type Move =
  | { readonly kind: 'leg'; readonly end: LegEnd; readonly pick: number }
  | { readonly kind: 'kill' | 'skip' | 'restart' | 'steer'; readonly call: CallId }
  | { readonly kind: 'decide'; readonly verdict: 'approved' | 'denied'; readonly leave: boolean; readonly call: CallId }
  | { readonly kind: 'timer' | 'pause' | 'drain' | 'resume' | 'raise' }
  | { readonly kind: 'concurrency'; readonly limit: number };

const call = fc.integer({ min: 1, max: CALLS });
const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('leg' as const), end: fc.constantFrom(...LEG_ENDS), pick: fc.nat(20) }),
  },
  fc.record({ kind: fc.constantFrom('kill', 'skip', 'restart', 'steer'), call }),
  fc.record({
    kind: fc.constant('decide' as const),
    verdict: fc.constantFrom('approved', 'denied'),
    leave: fc.boolean(),
    call,
  }),
  fc.record({ kind: fc.constantFrom('timer', 'pause', 'drain', 'resume', 'raise') }),
  fc.record({ kind: fc.constant('concurrency' as const), limit: fc.integer({ min: 1, max: CALLS }) }),
);

const specs: fc.Arbitrary<RunSpec> = fc
  .record({ onFail: fc.constantFrom('hold', 'settle'), cap: fc.option(fc.integer({ min: 1, max: 400 })) })
  .map(({ onFail, cap }) =>
    specOfAgents({ onFail, ...(cap !== null && { caps: { onCap: 'pause', agent: {}, maxTokens: cap } }) }),
  );

/** What a conversation has used after so many requests. */
function used(requests: number): LegSpent {
  const usage = { input: 10 * requests, output: requests, cacheRead: 0, cacheWrite: 0 };
  return { usage, turns: requests, requests, toolCalls: 0 };
}

/** What workers know of conversations: requests made in each, by call and restart. */
type Conversations = Map<string, number>;

function requestsOf({ call: id, restarts = 0 }: LegRequest, of: Conversations, more = 0): number {
  const key = `${id}/${restarts}`;
  const requests = (of.get(key) ?? 0) + more;
  of.set(key, requests);
  return requests;
}

/** As a worker does: a leg with messages yields, one without money yields, and any other ends as the move wants it. */
function endLeg(leg: OpenLeg, end: LegEnd, conversations: Conversations): void {
  const { request } = leg;
  if (end === 'crashed') return leg.crash();
  const yields = (why: LegYield, more: number): void =>
    leg.end({ kind: 'yielded', why, spent: used(requestsOf(request, conversations, more)) });
  if (request.messages) return yields({ reason: 'steered', delivered: request.messages.map(({ id }) => id) }, 0);
  if (end === 'shutdown') return yields({ reason: leg.isCancelled() ? 'paused' : 'shutdown' }, 0);
  if (end === 'limited') return yields({ reason: 'rate-limit', until: 1, message: '429' }, 0);
  const so = used(requestsOf(request, conversations));
  if (request.lease?.tokens !== undefined && tokensOf(so.usage) >= request.lease.tokens)
    return yields({ reason: 'budget' }, 0);
  if (end === 'asks') {
    const ask = { id: `ask-${so.requests}`, tool: 'Bash', summary: '', reason: '', rules: ['Bash(ls)'] };
    return yields({ reason: 'permission', asks: [ask] }, 1);
  }
  if (request.probe) return yields({ reason: 'probed' }, 1);
  leg.end(resultOf(request, end, used(requestsOf(request, conversations, 1))));
}

function resultOf(request: LegRequest, end: LegEnd, spent: LegSpent): LegResult {
  const outcome =
    end === 'done'
      ? ({ status: 'ok', value: request.restarts ?? 0 } as const)
      : ({ status: 'failed', code: 'API_ERROR', message: '400', seen: 'null' } as const);
  return { kind: 'done', outcome, spent };
}

function make(next: Move, stage: Stage, conversations: Conversations): void {
  const { ledger, agents, caps, open } = stage;
  const { state } = ledger;
  switch (next.kind) {
    case 'leg': {
      const leg = open[next.pick % Math.max(1, open.length)];
      return leg && endLeg(leg, next.end, conversations);
    }
    case 'timer':
      return stage.ring();
    case 'pause':
    case 'drain': {
      const drain = next.kind === 'drain';
      if (state.status === 'paused' && (drain || !state.draining)) return;
      ledger.record({ type: 'paused', by: 'a person', ...(drain && { drain }) });
      return agents.pause(drain ? 'drain' : 'yield');
    }
    case 'resume':
      if (state.status !== 'paused' || (state.pausedFor !== null && caps.standing())) return;
      ledger.record({ type: 'resumed', by: 'a person' });
      return agents.resume();
    case 'raise':
      return raise(stage, 200);
    case 'concurrency':
      return agents.setConcurrency(next.limit);
    case 'decide':
      return decide(next, stage);
    default:
      if (whyNot(state, next.kind, next.call) !== null) return;
      if (next.kind === 'restart') return agents.restart(next.call, 'a person');
      if (next.kind === 'steer') return agents.steer(next.call, { id: `${ledger.length}`, text: 'x', by: 'a person' });
      return agents.skip(next.call, 'a person');
  }
}

/** As the update does: a run that is paused at a cap goes on. */
function raise({ ledger, agents, caps }: Stage, maxTokens: number): void {
  const asked = { maxTokens: maxTokens + tokensOf(ledger.state.usage) };
  if (caps.refusalOf(asked) !== null) return;
  caps.raise(asked);
  if (ledger.state.pausedFor === null || caps.standing()) return;
  ledger.record({ type: 'resumed', by: 'a person' });
  agents.resume();
}

function decide({ verdict, leave, call: id }: Extract<Move, { kind: 'decide' }>, { ledger, agents }: Stage): void {
  const position = ledger.state.agents.get(id)?.position;
  if (position?.at !== 'waiting' || position.wait.for !== 'permission') return;
  const ask = position.wait.asks[0]?.id ?? '';
  const decision = verdict === 'approved' ? { ask, kind: verdict } : { ask, kind: verdict, message: 'no' };
  agents.decide(id, decision, 'a person', leave && verdict === 'approved' ? 'run' : undefined);
}

/** Lets what was promised happen. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('agents under whatever happens to them, in whatever order', () => {
  it('come to one outcome each, are never in two legs at once, and lose nothing of what they spent', async () => {
    await fc.assert(
      fc.asyncProperty(specs, fc.array(move, { maxLength: 60 }), async (spec, moves) => {
        let cap = spec.caps?.maxTokens ?? Number.POSITIVE_INFINITY;
        const on = openStage(spec, (request, stage) => mayStart(request, stage));
        const conversations: Conversations = new Map();
        try {
          queueAgents(on, CALLS);
          for (const next of [...moves, { kind: 'resume' } as const]) {
            make(next, on, conversations);
            await settle();
            const calls = on.open.map(({ request }) => request.call);
            expect(new Set(calls).size).toBe(calls.length);
            if (next.kind === 'raise') cap = Math.max(cap, tokensOf(on.ledger.state.usage) + 200);
            // Each of at most CALLS legs in flight may have made one request more than there was money for.
            expect(tokensOf(on.ledger.state.usage)).toBeLessThanOrEqual(cap + CALLS * REQUEST);
            expect(on.ledger.state.asks).toBe(asksIn(on));
          }
          await finish(on, conversations);
          expectAllEnded(on, conversations);
        } finally {
          on.close();
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** No leg starts while the provider limits the run, but for one that tries when the time is over. */
function mayStart({ probe }: LegRequest, { ledger, open, now }: Stage): void {
  const { limited } = ledger.state;
  if (limited === null) return expect(probe).toBeUndefined();
  expect(probe).toBe(true);
  expect(now()).toBeGreaterThanOrEqual(limited.until);
  expect(open.filter(({ request }) => request.probe).length).toBe(0);
}

function asksIn({ ledger }: Stage): number {
  const positions = [...ledger.state.agents.values()].map(({ position }) => position);
  return positions.filter((at) => at.at === 'waiting' && at.wait.for === 'permission').length;
}

function expectAllEnded({ arrivals, ledger }: Stage, conversations: Conversations): void {
  expect(arrivals.map(({ call: id }) => id).toSorted()).toEqual([1, 2, 3, 4, 5]);
  // A limit that the last leg met may last: nobody is left to try.
  const { counts, usage } = ledger.state;
  expect(counts).toMatchObject({ agents: CALLS, queued: 0, running: 0, waiting: 0 });
  expect(usage.output).toBe([...conversations.values()].reduce((sum, requests) => sum + requests, 0));
}

/** Lets the run go on: people permit, begin anew what is held, raise caps; every leg and timer end well. */
async function finish(on: Stage, conversations: Conversations): Promise<void> {
  for (let round = 0; round < 2_000; round++) {
    make({ kind: 'resume' }, on, conversations);
    make({ kind: 'raise' }, on, conversations);
    for (let id = 1; id <= CALLS; id++) {
      make({ kind: 'decide', verdict: 'approved', leave: false, call: id }, on, conversations);
      const position = on.ledger.state.agents.get(id)?.position;
      if (position?.at === 'waiting' && position.wait.for === 'failure')
        make({ kind: 'restart', call: id }, on, conversations);
    }
    make({ kind: 'leg', end: 'done', pick: 0 }, on, conversations);
    if (on.open.length === 0) make({ kind: 'timer' }, on, conversations);
    await settle();
    if (on.open.length === 0 && on.timers.length === 0 && on.arrivals.length === CALLS) return;
  }
}
