// Runs whose histories are kept (test/histories) and replayed by every later version. Together they reach each command
// the driver can give. What a story does may be changed only with its history recorded anew.

import type { RunHandle } from '../../src/client/run-handle.js';
import { DEFAULT_GUEST_LIMITS } from '../../src/interpreter/limits.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import { scriptText } from '../support/script-text.js';
import type { RunOptions, Stack } from '../support/stack.js';
import { until } from '../support/until.js';

export interface Story {
  readonly name: string;
  readonly script: string;
  readonly options?: RunOptions;
  /** What people do to the run while it goes on. */
  readonly meanwhile?: (run: RunHandle, scene: Scene) => Promise<void>;
}

export interface Scene {
  readonly stack: Stack;
  /** Ends the worker with SIGTERM and starts another. */
  replaceWorker(): Promise<void>;
}

const BY = { by: 'a story' };

/** Agents that work long enough to be interrupted, two at a time. */
const longAgents: RunOptions = {
  args: agentsOfTurns(3, 12, 200).prompts,
  limits: { concurrency: 2, heartbeatTimeoutMs: 1_500 },
};

export const STORIES: readonly Story[] = [
  {
    name: 'sequential',
    script: scriptText(`phase('One after the other');
let sum = 0;
for (let i = 0; i < 5; i++) sum += Number(await agent('<<echo:' + i + '>>', { label: 'step ' + i }));
log('sum is ' + sum);
return sum;`),
  },
  {
    name: 'fan-out',
    script:
      scriptText(`const found = await parallel(Array.from({ length: 24 }, (_, i) => () => agent('<<echo:' + i + '>>')));
return await pipeline(found, (text) => agent('<<echo:checked ' + text + '>>'), (text, _, i) => text + ' as ' + i);`),
    options: { limits: { concurrency: 7 } },
  },
  {
    name: 'nested',
    script: scriptText(`const named = await workflow('inner', { of: 'name' });
const missing = await workflow('nobody').catch((error) => error.message);
const read = await workflow({ scriptPath: '.claude/workflows/inner.js' }, { of: 'path' });
return [named, missing, read];`),
    options: {
      saved: { 'inner.js': scriptText(`return [args, await agent('<<echo:inside>>')];`, 'inner') },
    },
  },
  {
    name: 'timers',
    script: scriptText(`const wait = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
const never = setTimeout(() => log('never'), 60_000);
clearTimeout(never);
const first = await Promise.race([wait(2_000, 'late'), agent('<<delay:100>><<echo:early>>')]);
return [first, await wait(50, 'waited'), await Promise.all([wait(30, 'b'), wait(10, 'a')])];`),
  },
  {
    name: 'failures',
    script: scriptText(`return await parallel([
  () => agent('<<status:400>>'),
  () => agent('<<status:500*2>><<echo:at last>>'),
  () => agent('<<json:{"n":"one"}>>', { schema: { type: 'object', properties: { n: { type: 'number' } } } }),
  () => agent('x', { agentType: 'nobody' }),
  () => agent('<<drop*1>><<echo:after a drop>>'),
]);`),
    options: { limits: { retry: { attempts: 3, backoffMs: 5, maxBackoffMs: 10, longestWaitMs: 60_000 } } },
  },
  {
    name: 'script-error',
    script: scriptText(`await agent('<<echo:fine>>');\nthrow new RangeError('thrown by the script');`),
  },
  {
    name: 'not-awaited',
    script: scriptText(
      `agent('<<delay:60000>>');\nsetTimeout(() => {}, 60_000);\nreturn await agent('<<echo:early>>');`,
    ),
  },
  {
    name: 'long-computation',
    script: scriptText(`return await parallel(Array.from({ length: 6 }, (_, i) => async () => {
  let n = Number(await agent('<<echo:' + i + '>>'));
  for (let k = 0; k < 30_000; k++) n += k % 7;
  return n;
}));`),
    options: { limits: { guest: { ...DEFAULT_GUEST_LIMITS, gasPerActivation: 100_000 } } },
  },
  {
    name: 'rate-limit',
    script: scriptText(`return await agent('<<status:429*1>><<retry-after:2>><<echo:in the end>>');`),
    options: { limits: { retry: { attempts: 3, backoffMs: 5, maxBackoffMs: 10, longestWaitMs: 500 } } },
  },
  {
    name: 'big-values',
    script: scriptText(`const big = await agent('<<big:6000>>' + 'y'.repeat(6000));\nreturn big + big;`),
  },
  {
    name: 'pause-resume',
    script: ALL_AT_ONCE,
    options: longAgents,
    async meanwhile(run) {
      await atWork(run);
      await run.pause(BY);
      await until('the legs have yielded', async () => (await run.overview()).running === 0);
      await run.resume(BY);
    },
  },
  {
    name: 'hand-over',
    script: ALL_AT_ONCE,
    options: longAgents,
    async meanwhile(run, scene) {
      await atWork(run);
      await scene.replaceWorker();
    },
  },
  {
    name: 'stop',
    script: ALL_AT_ONCE,
    options: longAgents,
    async meanwhile(run) {
      await atWork(run);
      await run.stop(BY);
    },
  },
  {
    name: 'cancel',
    script: ALL_AT_ONCE,
    options: longAgents,
    async meanwhile(run, { stack }) {
      await atWork(run);
      await stack.temporalClient.workflow.getHandle(run.run).cancel();
    },
  },
];

async function atWork(run: RunHandle): Promise<void> {
  await until('agents are at work', async () => (await run.overview()).running > 0);
}
