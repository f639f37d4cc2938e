import { beforeAll, describe, it } from '@jest/globals';
import { chanceFrom, seedOf } from '../support/chance.js';
import type { Program } from '../support/program.js';
import { sharedStack } from '../support/shared-stack.js';
import { DEFAULT_RUN_LIMITS } from '../../src/workflows/spec.js';
import { AGENTS, killRound } from './kill-round.js';

const seed = seedOf(process.env);
const ROUNDS = Array.from({ length: 10 }, (_, i) => i + 1);

describe(`ten rounds of each kill, with the limits people have (LONGHAUL_SEED=${seed})`, () => {
  const stack = sharedStack();
  const chance = chanceFrom(seed);
  let worker: Program;
  beforeAll(async () => {
    worker = await stack().startWorker();
  }, 60_000);

  describe.each(['worker', 'server', 'both'] as const)('kill -9 of %s', (victim) => {
    it.each(ROUNDS)(
      'round %i',
      async (round) => {
        const atRequest = 1 + Math.floor(chance() * (AGENTS - 5));
        const { heartbeatTimeoutMs } = DEFAULT_RUN_LIMITS;
        worker = await killRound(stack(), worker, {
          name: `kill-${victim}-${round}`,
          victim,
          atRequest,
          heartbeatTimeoutMs,
        });
      },
      240_000,
    );
  });
});
