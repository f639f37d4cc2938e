import { afterEach, describe, expect, it } from '@jest/globals';
import type { LegResult, LegYield } from '../../src/workflows/ports.js';
import { DEFAULT_RUN_LIMITS, type RunSpec } from '../../src/workflows/spec.js';
import { statusOf } from '../../src/workflows/state.js';
import { openStage, queueAgents, type Stage, specOfAgents } from '../support/agents-stage.js';

const NOTHING = { usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, turns: 0, requests: 0, toolCalls: 0 };
const WINDOW_MS = 60_000;

let stage: Stage | undefined;
afterEach(() => stage?.close());

function open(limits: Partial<RunSpec['limits']> = {}): Stage {
  stage = openStage(specOfAgents({ limits: { ...DEFAULT_RUN_LIMITS, concurrency: 3, ...limits } }), () => undefined);
  return stage;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function yielded(why: LegYield): LegResult {
  return { kind: 'yielded', why, spent: NOTHING };
}

/** All legs at work are told to leave the provider alone for a minute. */
async function limitAll({ open: legs, now }: Stage): Promise<void> {
  for (const leg of [...legs]) leg.end(yielded({ reason: 'rate-limit', until: now() + WINDOW_MS, message: '429' }));
  await settle();
}

describe('a run that its provider limits', () => {
  it('starts nothing, waits with one timer, then tries with one agent, and goes on with all', async () => {
    const on = open();
    queueAgents(on, 6);
    expect(on.open).toHaveLength(3);
    await limitAll(on);
    expect(on.open).toHaveLength(0);
    expect(on.timers).toHaveLength(1);
    expect(statusOf(on.ledger.state)).toBe('waiting');

    on.ring();
    expect(on.open.map(({ request }) => request.probe)).toEqual([true]);
    await limitAll(on);
    expect(on.timers).toHaveLength(1);
    on.ring();
    const [probe] = on.open;
    probe?.end({ kind: 'yielded', why: { reason: 'probed' }, spent: { ...NOTHING, turns: 1, requests: 1 } });
    await settle();
    expect(on.open).toHaveLength(3);
    expect(on.open.every(({ request }) => request.probe === undefined)).toBe(true);
    expect(on.ledger.state.limited).toBeNull();
  });

  it('lets the next one try when the one that tried was ended without an answer', async () => {
    const on = open();
    queueAgents(on, 4);
    await limitAll(on);
    on.ring();
    const [probe] = on.open;
    on.agents.skip(probe?.request.call ?? 0, 'killed');
    expect(on.open).toHaveLength(1); // it is still ending
    probe?.end(yielded({ reason: 'paused' }));
    await settle();
    expect(on.open.map(({ request }) => [request.call !== probe?.request.call, request.probe])).toEqual([[true, true]]);
  });

  it('loses its agents when it has waited as long as it may, each after one more try', async () => {
    const on = open({ maxWaitMs: 150_000 });
    queueAgents(on, 5);
    for (let round = 0; round < 20 && on.arrivals.length < 5; round++) {
      await limitAll(on);
      on.ring();
      expect(on.open.length).toBeLessThanOrEqual(1);
    }
    const outcomes = on.arrivals.map((arrival) => (arrival.kind === 'outcome' ? arrival.outcome : null));
    expect(outcomes).toHaveLength(5);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ code: 'RATE_LIMITED', seen: 'null' });
    expect(on.now()).toBeLessThan(150_000 + 1_000);
  });
});

describe('an agent that fails in a run that holds failures', () => {
  const failed: LegResult = {
    kind: 'done',
    outcome: { status: 'failed', code: 'API_ERROR', message: '400 no', seen: 'null' },
    spent: NOTHING,
  };

  it('waits for a person, who lets it begin anew or takes its outcome as it is', async () => {
    stage = openStage(specOfAgents({ onFail: 'hold' }), () => undefined);
    const on = stage;
    queueAgents(on, 2);
    for (const leg of [...on.open]) leg.end(failed);
    await settle();
    expect(on.arrivals).toHaveLength(0);
    expect(statusOf(on.ledger.state)).toBe('waiting');

    on.agents.restart(1, 'a person');
    expect(on.open.map(({ request }) => [request.call, request.restarts])).toEqual([[1, 1]]);
    on.agents.skip(2, 'killed by a person');
    expect(on.arrivals).toMatchObject([{ call: 2, outcome: { status: 'failed', code: 'API_ERROR' } }]);
  });
});
