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
  /** Of a run that was carried on, the history of the first Temporal run is kept instead of the last one's. */
  readonly keep?: 'the first';
  /** What is arranged before the run starts. */
  readonly before?: (stack: Stack) => Promise<void>;
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

/** Carried on while agents queue and a timer runs. */
const CARRIED_ON: Omit<Story, 'name'> = {
  script: scriptText(`const late = new Promise((go) => setTimeout(go, 3_000));
const answers = await parallel(Array.from({ length: 30 }, (_, i) => () => agent('<<delay:20>><<echo:' + i + '>>')));
await late;
return answers.length;`),
  options: { limits: { concurrency: 3, handOver: { events: 60, bytes: 4_000_000 } } },
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
  {
    name: 'controls',
    script: ALL_AT_ONCE,
    options: { ...longAgents, args: agentsOfTurns(6, 6, 200).prompts },
    async meanwhile(run) {
      await atWork(run);
      await run.kill({ ...BY, call: 1 });
      await run.skip({ ...BY, call: 6 });
      await run.steer({ ...BY, call: 2, text: 'be quick' });
      await run.setConcurrency({ ...BY, limit: 3 });
      await until('the third is at work', async () => (await positionOf(run, 3)) === 'running');
      await run.restart({ ...BY, call: 3 });
    },
  },
  {
    name: 'caps',
    script: ALL_AT_ONCE,
    options: {
      args: agentsOfTurns(6, 2, 20).prompts.map((prompt) => `<<tokens:10000>>${prompt}`),
      limits: { concurrency: 2 },
      caps: { onCap: 'pause', agent: {}, maxTokens: 40_000 },
    },
    async meanwhile(run) {
      await until('the cap is reached', async () => (await run.overview()).status === 'paused');
      await run.raise({ ...BY, maxTokens: 10_000_000 });
    },
  },
  {
    name: 'asks',
    script: scriptText(
      `return await parallel([0, 1].map((i) => () => agent(i + '<<tool:Bash {"command":"bash x.sh"}>>')));`,
    ),
    options: { onAsk: 'wait' },
    async meanwhile(run) {
      await until('both ask', async () => (await run.asks()).length === 2);
      const [first, second] = await run.asks();
      await run.approve({ ...BY, call: first?.call ?? 0, ask: first?.ask.id ?? '' });
      await run.deny({ ...BY, call: second?.call ?? 0, ask: second?.ask.id ?? '' });
    },
  },
  {
    name: 'drain',
    script: ALL_AT_ONCE,
    options: { ...longAgents, args: agentsOfTurns(4, 4, 100).prompts },
    async meanwhile(run) {
      await atWork(run);
      await run.pause({ ...BY, drain: true });
      await until('those at work have ended', async () => (await run.overview()).totals.ok === 2);
      await run.resume(BY);
    },
  },
  {
    name: 'provider-limit',
    script: ALL_AT_ONCE,
    options: {
      args: Array.from({ length: 6 }, (_, i) => `<<delay:50>><<echo:${i}>>`),
      limits: { concurrency: 3, retry: { attempts: 2, backoffMs: 5, maxBackoffMs: 10, longestWaitMs: 200 } },
    },
    before: (stack) => stack.limitModel([{ ms: 1_500 }]),
  },
  { name: 'carried-on', ...CARRIED_ON },
  { name: 'handing-over', ...CARRIED_ON, keep: 'the first' },
];

async function positionOf(run: RunHandle, call: number): Promise<string | undefined> {
  return (await run.agents({ offset: call - 1, limit: 1 }))[0]?.position.at;
}

async function atWork(run: RunHandle): Promise<void> {
  await until('agents are at work', async () => (await run.overview()).running > 0);
}
