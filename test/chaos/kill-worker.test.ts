import { beforeAll, describe, it } from '@jest/globals';
import { chanceFrom, seedOf } from '../support/chance.js';
import type { Program } from '../support/program.js';
import { sharedStack } from '../support/shared-stack.js';
import { AGENTS, killRound } from './kill-round.js';

const seed = seedOf(process.env);

describe(`no finished agent is asked twice, whatever is killed (LONGHAUL_SEED=${seed})`, () => {
  const stack = sharedStack();
  const chance = chanceFrom(seed);
  let worker: Program;
  beforeAll(async () => {
    worker = await stack().startWorker();
  }, 60_000);

  it.each(['worker', 'server', 'both'] as const)(
    'kill -9 of %s',
    async (victim) => {
      const atRequest = 1 + Math.floor(chance() * (AGENTS - 5));
      worker = await killRound(stack(), worker, {
        name: `kill-${victim}`,
        victim,
        atRequest,
        heartbeatTimeoutMs: 3_000,
      });
    },
    120_000,
  );
});
