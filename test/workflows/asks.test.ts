import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Agent } from '../../src/workflows/agent.js';
import { Asks } from '../../src/workflows/asks.js';
import type { CarriedAgent } from '../../src/workflows/carried.js';
import type { PermissionAsk } from '../../src/workflows/ports.js';
import type { RunSpec } from '../../src/workflows/spec.js';
import { type OpenLeg, openStage, queueAgents, type Stage, specOfAgents } from '../support/agents-stage.js';

const SPENT = { usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, turns: 1, requests: 1, toolCalls: 0 };
const RULES = ['Bash(npm test:*)'];

let stage: Stage | undefined;
afterEach(() => stage?.close());

function open(spec: Partial<RunSpec> = {}): Stage {
  stage = openStage(specOfAgents(spec), () => undefined);
  return stage;
}

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function ask(leg: OpenLeg | undefined, more: Partial<PermissionAsk> = {}): Promise<void> {
  const id = `t${leg?.request.call}`;
  const asks = [{ id, tool: 'Bash', summary: 'npm test', reason: 'no rule', ...more }];
  leg?.end({ kind: 'yielded', why: { reason: 'permission', asks }, spent: SPENT });
  await settle();
}

const callsOf = ({ open }: Stage) => open.map(({ request }) => request.call);

describe('an ask that nobody answers', () => {
  it('is denied when its time is over, and the agent goes on at once', async () => {
    const on = open({ askTimeoutMs: 5_000 });
    queueAgents(on, 1);
    await ask(on.open[0]);
    expect(on.open).toHaveLength(0);
    on.ring();
    const [decision] = on.open[0]?.request.decisions ?? [];
    expect(decision).toEqual({ ask: 't1', kind: 'denied', message: 'Nobody answered within 5 seconds.' });
    expect(on.ledger.state.asks).toBe(0);
  });

  it('waits for ever where no time was set', async () => {
    const on = open();
    queueAgents(on, 1);
    await ask(on.open[0]);
    expect(on.timers).toHaveLength(0);
  });

  it('is denied no later when another Temporal run carries the run on meanwhile', async () => {
    const on = open({ askTimeoutMs: 5_000 });
    queueAgents(on, 1);
    await ask(on.open[0]);
    jest.spyOn(Date, 'now').mockReturnValue(2_000);
    const carried = JSON.parse(JSON.stringify(on.agents.carry())) as { agents: readonly CarriedAgent[] };
    const agent = carried.agents.find(({ call }) => call === 1);
    expect(agent).toMatchObject({ place: { in: 'asking' }, askedUntil: 5_000 });

    const rung: number[] = [];
    const next = new Asks(
      on.ledger,
      (ms) => void rung.push(ms),
      5_000,
      () => undefined,
    );
    next.reopen({ ...agent, call: { id: 1 } } as unknown as Agent);
    expect(rung).toEqual([3_000]);
  });

  it('is not decided again when it was answered in time', async () => {
    const on = open({ askTimeoutMs: 5_000 });
    queueAgents(on, 1);
    await ask(on.open[0]);
    on.agents.decide(1, { ask: 't1', kind: 'approved' }, 'me');
    on.ring();
    expect(on.open.map(({ request }) => request.decisions)).toEqual([[{ ask: 't1', kind: 'approved' }]]);
  });
});

describe('leave that is given for the run', () => {
  it('lets all go on that ask for the same, and is known to every leg that follows', async () => {
    const on = open();
    queueAgents(on, 3);
    await ask(on.open[0], { rules: RULES });
    await ask(
      on.open.find(({ request }) => request.call === 2),
      { rules: RULES },
    );
    await ask(
      on.open.find(({ request }) => request.call === 3),
      { rules: [...RULES, 'Edit(/src/**)'] },
    );
    on.agents.decide(1, { ask: 't1', kind: 'approved' }, 'me', 'run');
    expect(callsOf(on)).toEqual(expect.arrayContaining([1, 2]));
    expect(callsOf(on)).not.toContain(3);
    for (const { request } of on.open) {
      expect(request).toMatchObject({ grants: RULES, decisions: [{ kind: 'approved' }] });
    }
  });

  it('that comes while a leg is on its way to the same ask is not asked for again', async () => {
    const on = open();
    queueAgents(on, 2);
    const late = on.open[1];
    await ask(on.open[0], { rules: RULES });
    on.agents.decide(1, { ask: 't1', kind: 'approved' }, 'me', 'always');
    await ask(late, { rules: RULES });
    expect(callsOf(on)).toEqual(expect.arrayContaining([1, 2]));
    expect(on.ledger.state.asks).toBe(0);
  });

  it('is not given with a single answer', async () => {
    const on = open();
    queueAgents(on, 2);
    const [first, second] = [...on.open];
    await ask(first, { rules: RULES });
    await ask(second, { rules: RULES });
    on.agents.decide(1, { ask: 't1', kind: 'approved' }, 'me');
    expect(callsOf(on)).toEqual([1]);
    expect(on.open[0]?.request.grants ?? []).toEqual([]);
  });
});
