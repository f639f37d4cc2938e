import { describe, expect, it } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const AGENTS = 8;
const TURNS = 10;

describe('a worker that was thought dead', () => {
  const stack = sharedStack();

  it('cannot write beside its successor when it wakes up (G2)', async () => {
    const zombie = await stack().startWorker();
    const { prompts, answers, requests: needed } = agentsOfTurns(AGENTS, TURNS, 300);
    const { run, result } = await stack().run(ALL_AT_ONCE, { args: prompts, limits: { heartbeatTimeoutMs: 6_000 } });
    const requests = async () => (await stack().modelStats()).requests;
    const transcripts = () => Promise.all(prompts.map((_, i) => read(run, i + 1)));
    await until('the agents are in their second turn', async () => (await requests()) > AGENTS);

    zombie.signal('SIGSTOP');
    await stack().startWorker();
    await until('the successor has taken over an agent', async () => (await transcripts()).some(wasTakenOver));
    zombie.signal('SIGCONT');

    expect(await result()).toMatchObject({ status: 'completed', failures: [], result: answers });
    for (const entries of await transcripts()) {
      expect(entries.map(({ kind }) => kind).filter((kind) => SAID.includes(kind))).toEqual(WHOLE);
    }
    // One reply went to waste of each agent that was in flight when the worker fell asleep, whoever asked for it.
    expect(await requests()).toBeLessThanOrEqual(needed + AGENTS);
  }, 180_000);

  async function read(run: string, call: number): Promise<readonly TranscriptEntry[]> {
    return (await stack().storage.transcripts.read({ run, call })) as readonly TranscriptEntry[];
  }
});

function wasTakenOver(entries: readonly TranscriptEntry[]): boolean {
  return entries.some(({ kind }) => kind === 'claim');
}

/** What the model is told again. Claims and yields tell of the legs. */
const SAID: readonly TranscriptEntry['kind'][] = ['reply', 'results', 'reminder'];

/** One reply a turn, the results of its tool after each but the last. */
const WHOLE = Array.from({ length: TURNS }, (_, turn) => (turn < TURNS - 1 ? ['reply', 'results'] : ['reply'])).flat();
