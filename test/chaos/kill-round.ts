// One round of the survival test: a run of many short agents, in the middle of which something is killed.

import { expect } from '@jest/globals';
import type { TranscriptEntry } from '../../src/agent/transcript/transcript.js';
import type { RunHandle } from '../../src/client/run-handle.js';
import { ALL_AT_ONCE } from '../support/agents-of-turns.js';
import type { Program } from '../support/program.js';
import type { Stack } from '../support/stack.js';
import { until } from '../support/until.js';

export interface Round {
  /** Unique on its stack. */
  readonly name: string;
  readonly victim: 'worker' | 'server' | 'both';
  /** The kill comes when this many agents have been asked. */
  readonly atRequest: number;
  readonly heartbeatTimeoutMs: number;
}

export const AGENTS = 60;

/** Runs one round on a stack that `worker` serves; returns who serves it afterwards. */
export async function killRound(stack: Stack, worker: Program, round: Round): Promise<Program> {
  const prompts = Array.from({ length: AGENTS }, (_, i) => `${round.name}/${i} <<delay:200>><<echo:answer ${i}>>`);
  const requests = async (): Promise<readonly number[]> => {
    const { byTask } = await stack.modelStats();
    return prompts.map((prompt) => byTask[prompt] ?? 0);
  };
  const { heartbeatTimeoutMs } = round;
  const run = await stack.run(ALL_AT_ONCE, { args: prompts, limits: { heartbeatTimeoutMs } });
  await until(`${round.atRequest} requests have been made`, async () => sum(await requests()) >= round.atRequest);

  const { victim } = round;
  if (victim !== 'server') await worker.end('SIGKILL');
  if (victim !== 'worker') await stack.killServer();
  const finished = await answered(stack, run);
  // Then nobody asks any more, and the counts stand: a worker without a server gets nothing to do.
  await until('the model has nothing to answer', async () => (await stack.modelStats()).inFlight === 0);
  const before = await requests();
  if (victim !== 'worker') await stack.restartServer();
  const survivor = victim === 'server' ? worker : await stack.startWorker();

  const result = await run.result();
  expect(result).toMatchObject({ status: 'completed', failures: [], totals: { agents: AGENTS, ok: AGENTS } });
  expect(result.result).toEqual(prompts.map((_, i) => `answer ${i}`));
  const after = await requests();
  const inFlight = before.filter((count) => count > 0).length - finished.length;
  expect(sum(after)).toBeLessThanOrEqual(AGENTS + inFlight);
  expect(finished.map((i) => after[i])).toEqual(finished.map(() => 1));
  return survivor;
}

/** The agents whose reply is in their transcript. They are called in order, so that call n is agent n - 1. */
async function answered({ storage }: Stack, { run }: RunHandle): Promise<readonly number[]> {
  const finished: number[] = [];
  for (let i = 0; i < AGENTS; i++) {
    const entries = (await storage.transcripts.read({ run, call: i + 1 })) as readonly TranscriptEntry[];
    if (entries.some(({ kind }) => kind === 'reply')) finished.push(i);
  }
  return finished;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
