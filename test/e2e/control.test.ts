import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import { runCommand } from '../../src/server/process/command.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import type { Program } from '../support/program.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 120_000;
const BY = { by: 'a test' };

const stack = sharedStack();
let worker: Program;
beforeAll(async () => {
  worker = await stack().startWorker();
}, WITHIN_MS);

/** Those that begin at once are at work for a while; those that wait for them are soon done. */
const first = agentsOfTurns(2, 16, 250);
const later = agentsOfTurns(2, 4, 100);
const prompts = [...first.prompts, ...later.prompts];
const answers = [...first.answers, ...later.answers];
const requests = first.requests + later.requests;

/**
 * A run in which two of the agents are at work; the others wait for their places. A leg hears of a pause or a stop with
 * its next heartbeat, and on a busy machine a late one is none that is missed.
 */
async function runAtWork(
  heartbeatTimeoutMs = 4_000,
): Promise<{ readonly run: RunHandle; readonly requestsSoFar: () => Promise<number> }> {
  const { requests: before } = await stack().modelStats();
  const requestsSoFar = async () => (await stack().modelStats()).requests - before;
  const run = await stack().run(ALL_AT_ONCE, { args: prompts, limits: { concurrency: 2, heartbeatTimeoutMs } });
  await until('agents are in their second turn', async () => (await requestsSoFar()) > 2);
  return { run, requestsSoFar };
}

async function pausedRun(): ReturnType<typeof runAtWork> {
  const paused = await runAtWork();
  await paused.run.pause(BY);
  await until('every leg has yielded', async () => (await paused.run.overview()).running === 0);
  return paused;
}

describe('pause', () => {
  it(
    'lets running turns end, and then nothing reaches the model until the run is resumed',
    async () => {
      const { run, requestsSoFar } = await pausedRun();
      const atRest = await requestsSoFar();
      expect(await run.overview()).toMatchObject({ status: 'paused', running: 0, waiting: 2, queued: 2 });
      await sleep(1_000);
      expect(await requestsSoFar()).toBe(atRest);

      await run.resume(BY);
      expect(await run.result()).toMatchObject({ status: 'completed', result: answers });
      expect(await requestsSoFar()).toBe(requests);
    },
    WITHIN_MS,
  );

  it(
    'outlives the worker',
    async () => {
      const { run, requestsSoFar } = await pausedRun();
      await worker.end('SIGTERM');
      worker = await stack().startWorker();
      expect(await run.overview()).toMatchObject({ status: 'paused', running: 0, waiting: 2 });

      await run.resume(BY);
      expect(await run.result()).toMatchObject({ status: 'completed', result: answers });
      expect(await requestsSoFar()).toBe(requests);
    },
    WITHIN_MS,
  );

  it(
    'that is taken back at once costs nothing',
    async () => {
      const { run, requestsSoFar } = await runAtWork();
      await run.pause(BY);
      await run.resume(BY);
      expect(await run.result()).toMatchObject({ status: 'completed', result: answers });
      expect(await requestsSoFar()).toBe(requests);
    },
    WITHIN_MS,
  );

  it(
    'asked for while its worker is dead loses no agent',
    async () => {
      const { run } = await runAtWork(8_000);
      // Another worker has the run after 3 s, long before the legs are given up.
      await worker.end('SIGKILL');
      const pausing = run.pause(BY);
      worker = await stack().startWorker();
      await pausing;
      await until('every leg is given up', async () => (await run.overview()).running === 0);

      await run.resume(BY);
      expect(await run.result()).toMatchObject({ status: 'completed', failures: [], result: answers });
    },
    WITHIN_MS,
  );
});

describe('stop', () => {
  it(
    'ends a run from a second client, and its agents ask no more',
    async () => {
      const { run, requestsSoFar } = await runAtWork();
      const second = await stack().connect();
      try {
        await (await second.find(run.run.slice(0, -4))).stop({ by: 'another test' });
      } finally {
        await second.close();
      }
      expect(await run.result()).toMatchObject({ status: 'stopped', error: { message: 'stopped by another test' } });
      await untilSilent(requestsSoFar);
      expect(await requestsSoFar()).toBeLessThan(requests);
    },
    WITHIN_MS,
  );

  it(
    'ends a paused run',
    async () => {
      const { run } = await pausedRun();
      await run.stop(BY);
      expect(await run.result()).toMatchObject({ status: 'stopped', totals: { agents: 4, ok: 0, failed: 4 } });
    },
    WITHIN_MS,
  );

  it(
    'is what `temporal workflow cancel` does, too',
    async () => {
      const { run, requestsSoFar } = await runAtWork();
      const { address, namespace, temporal } = stack();
      const place = ['--address', address, '--namespace', namespace, '--disable-config-file'];
      const end = await runCommand(temporal, ['workflow', 'cancel', '--workflow-id', run.run, ...place], {
        timeoutMs: 30_000,
      });
      expect(end).toMatchObject({ kind: 'ok' });
      expect(await run.result()).toMatchObject({ status: 'stopped', error: { code: 'STOPPED' } });
      await untilSilent(requestsSoFar);
      expect(await requestsSoFar()).toBeLessThan(requests);
    },
    WITHIN_MS,
  );
});

describe('what a run is asked in the wrong state', () => {
  it(
    'is refused with the reason',
    async () => {
      const { run } = await pausedRun();
      await expect(run.pause(BY)).rejects.toMatchObject({
        code: 'WRONG_STATE',
        fields: { why: 'the run is paused already' },
      });
      await run.resume(BY);
      await expect(run.resume(BY)).rejects.toMatchObject({
        code: 'WRONG_STATE',
        fields: { why: 'the run is not paused' },
      });
      await run.stop(BY);
      await run.result();
      for (const ask of [run.pause, run.resume, run.stop]) {
        await expect(ask(BY)).rejects.toMatchObject({ code: 'WRONG_STATE', fields: { why: 'the run has ended' } });
      }
    },
    WITHIN_MS,
  );

  it(
    'is RUN_NOT_FOUND when there is no such run',
    async () => {
      const run = stack().client.attach('lh-nobody-00000000000000000000000000');
      await expect(run.pause(BY)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
      await expect(run.overview()).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    },
    WITHIN_MS,
  );
});

describe('a worker that is told to end (SIGTERM)', () => {
  it(
    'hands its agents over between two turns, and no request is repeated',
    async () => {
      const { run, requestsSoFar } = await runAtWork(8_000);
      await worker.end('SIGTERM');
      worker = await stack().startWorker();
      expect(await run.result()).toMatchObject({ status: 'completed', result: answers });
      expect(await requestsSoFar()).toBe(requests);
    },
    WITHIN_MS,
  );
});

/** A cancelled leg may finish its turn. Afterwards the model hears nothing for longer than a turn takes. */
async function untilSilent(requestsSoFar: () => Promise<number>): Promise<void> {
  let heard = -1;
  await until('the model hears nothing more', async () => {
    const before = heard;
    heard = await requestsSoFar();
    if (heard !== before) await sleep(1_000);
    return heard === before;
  });
}
