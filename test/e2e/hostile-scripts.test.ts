import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_GUEST_LIMITS } from '../../src/interpreter/limits.js';
import type { Program } from '../support/program.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { until } from '../support/until.js';

const WITHIN_MS = 180_000;
/**
 * What a worker may keep of runs that are over: its cache of runs and V8's own laziness. Less than two of the attacks that
 * fill memory take, so that what is not freed shows.
 */
const SLACK_BYTES = 400 * 1024 * 1024;

/** For most of those that use up any gas: what holds for a fifth of it holds for all, which the first of them gets. */
const LITTLE_GAS = { ...DEFAULT_GUEST_LIMITS, gasPerEntry: 20_000_000, gasPerActivation: 20_000_000 };

const stack = sharedStack();
let worker: Program;
beforeAll(async () => {
  worker = await stack().startWorker();
}, WITHIN_MS);

/** Each would freeze or fill the worker if it could; the code of the fault it ends with, which is always the same (I2). */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['while (true) {}', 'SCRIPT_OUT_OF_GAS'],
  ['await agent("<<echo:x>>"); while (true) {}', 'SCRIPT_OUT_OF_GAS'],
  ['for (;;) await null;', 'SCRIPT_OUT_OF_GAS'],
  ['const all = []; for (;;) all.push(new Array(100_000).fill({}));', 'SCRIPT_OUT_OF_MEMORY'],
  ['await agent("<<echo:x>>"); const all = []; for (;;) all.push(new Uint8Array(1e6));', 'SCRIPT_OUT_OF_MEMORY'],
  ['/^(a|a?)+$/.test("a".repeat(60) + "b");', 'SCRIPT_OUT_OF_GAS'],
  ['for (;;) log("x".repeat(10_000));', 'SCRIPT_OUT_OF_GAS'],
  ['for (let i = 0; ; i++) agent("<<echo:x>>" + i).catch(() => {});', 'SCRIPT_OUT_OF_GAS'],
  ['return "x".repeat(9_000_000);', 'SCRIPT_VALUE_TOO_LARGE'],
  ['await new Promise(() => {});', 'SCRIPT_STUCK'],
];

describe('hostile scripts', () => {
  it(
    'end in a fault, while a well-behaved run on the same worker goes on undisturbed',
    async () => {
      const before = residentBytes(worker.pid);
      const good = await stack().run(
        scriptText('for (let i = 0; i < 20; i++) await agent(`<<delay:100>><<echo:${i}>>`);\nreturn "fine";'),
      );
      const attacks = await Promise.all(
        HOSTILE.map(async ([body, code], i) => {
          const guest = i > 0 && code === 'SCRIPT_OUT_OF_GAS' ? LITTLE_GAS : DEFAULT_GUEST_LIMITS;
          const run = await stack().run(scriptText(body), { limits: { maxAgents: 10, guest } });
          return run.result();
        }),
      );
      const codes = attacks.map(({ status, error }) => ({ status, code: error?.code }));
      expect(codes).toEqual(HOSTILE.map(([, code]) => ({ status: 'failed', code })));
      expect(await good.result()).toMatchObject({ status: 'completed', result: 'fine', totals: { requests: 20 } });
      // What the attacks took is freed when V8 next collects garbage, which goes with new runs.
      await until('the memory is given back', async () => {
        const runs = Array.from({ length: 8 }, async () => (await stack().run(scriptText('return 1;'))).result());
        await Promise.all(runs);
        return residentBytes(worker.pid) - before < SLACK_BYTES;
      });
    },
    WITHIN_MS,
  );
});

function residentBytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return pages * 4096;
}
