import { describe, expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const AGENTS = 8;
const TURNS = 6;

describe('a worker that was thought dead', () => {
  const stack = sharedStack();

  it('cannot write beside its successor when it wakes up (G2)', async () => {
    const zombie = await stack().startWorker();
    const { prompts, answers, requests: needed } = agentsOfTurns(AGENTS, TURNS, 300);
    const run = await stack().run(ALL_AT_ONCE, { args: prompts, limits: { heartbeatTimeoutMs: 2_000 } });
    const requests = async () => (await stack().modelStats()).requests;
    await until('the agents are in their second turn', async () => (await requests()) >= AGENTS * 2);

    zombie.signal('SIGSTOP');
    await until('the model has answered the sleeper', async () => (await stack().modelStats()).inFlight === 0);
    const asleep = await requests();
    await stack().startWorker();
    await until('the successor has taken over', async () => (await requests()) >= asleep + AGENTS);
    zombie.signal('SIGCONT');

    expect(await run.result()).toMatchObject({ status: 'completed', failures: [], result: answers });

    const takeovers: number[] = [];
    for (let call = 1; call <= AGENTS; call++) {
      const entries = (await stack().storage.transcripts.read({ run: run.run, call })) as readonly TranscriptEntry[];
      expect(entries.map(({ kind }) => kind).filter((kind) => kind !== 'claim')).toEqual(WHOLE);
      takeovers.push(entries.filter(({ kind }) => kind === 'claim').length);
    }
    // Of an agent in flight when the worker fell asleep one reply went to waste, whoever asked for it.
    expect(takeovers.filter((count) => count > 0)).not.toEqual([]);
    expect(await requests()).toBeLessThanOrEqual(needed + AGENTS);
  }, 180_000);
});

/** One reply a turn, the results of its tool after each but the last. */
const WHOLE = Array.from({ length: TURNS }, (_, turn) => (turn < TURNS - 1 ? ['reply', 'results'] : ['reply'])).flat();
