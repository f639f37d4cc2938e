import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import type { AskRow } from '../../src/workflows/messages.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import { longhaul } from '../support/longhaul.js';
import type { Program } from '../support/program.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const WITHIN_MS = 180_000;
const BY = { by: 'a test' };
/** No rule allows it, and nothing outside is reached: the file lies in the workspace. */
const ASKING = `<<tool:Bash {"command":"bash append.sh"}>>`;

const stack = sharedStack();
let worker: Program;
beforeAll(async () => {
  worker = await stack().startWorker();
}, WITHIN_MS);

/** A run of agents, the first of which wants to append a line to a file. */
async function askingRun(
  others: number,
  onAsk: 'wait' | 'deny',
): Promise<{ run: RunHandle; lines: () => Promise<string> }> {
  const workspace = await tempFolder();
  await writeFile(join(workspace, 'append.sh'), 'echo line >> lines.txt; echo appended\n');
  const { prompts } = agentsOfTurns(others, 2, 20);
  const run = await stack().run(ALL_AT_ONCE, { args: [`${ASKING}<<delay:10>>`, ...prompts], onAsk, workspace });
  return { run, lines: () => readFile(join(workspace, 'lines.txt'), 'utf8').catch(() => '') };
}

/** Two agents that ask for the same at once, and one that does so when they are done. */
const TWO_AND_ONE = scriptText(
  'const two = await parallel([() => agent(args), () => agent(args)]); return [...two, await agent(args)]',
);

/** Runs the real command in a process of its own, against the stack. */
function command(...args: readonly string[]) {
  const { address, namespace, storage } = stack();
  const env = { LONGHAUL_STORAGE: storage.root };
  return longhaul([...args, '--address', address, '--namespace', namespace], { home: storage.root, env });
}

async function theAsk(run: RunHandle): Promise<AskRow> {
  await until('an agent asks', async () => (await run.asks()).length === 1);
  const [ask] = await run.asks();
  if (!ask) throw new Error('nobody asks');
  return ask;
}

const target = ({ call, ask }: AskRow) => ({ ...BY, call, ask: ask.id });

describe('a tool call that a person has to permit', () => {
  it(
    'waits alone: the others finish, and approved after a restart of the worker it is made once',
    async () => {
      const { run, lines } = await askingRun(39, 'wait');
      const asked = await theAsk(run);
      expect(asked.ask).toMatchObject({ tool: 'Bash', summary: expect.stringContaining('bash append.sh') });
      await until('the others have finished', async () => (await run.overview()).totals.ok === 39);
      expect(await run.overview()).toMatchObject({ status: 'waiting', waiting: 1, running: 0, queued: 0 });
      expect(await lines()).toBe('');

      await worker.end('SIGKILL');
      worker = await stack().startWorker();
      const elsewhere = await stack().connect();
      const { requests } = await stack().modelStats();
      await elsewhere.attach(run.run).approve(target(asked));
      await elsewhere.close();
      const result = await run.result();
      expect(result).toMatchObject({ status: 'completed', totals: { ok: 40, failed: 0 } });
      expect((result.result as string[])[0]).toContain('appended');
      expect(await lines()).toBe('line\n');
      expect((await stack().modelStats()).requests - requests).toBe(1);
    },
    WITHIN_MS,
  );

  it(
    'is told to the model when it is denied, and the agent goes on',
    async () => {
      const { run, lines } = await askingRun(0, 'wait');
      await run.deny({ ...target(await theAsk(run)), message: 'not in this repository' });
      const result = await run.result();
      expect(result.status).toBe('completed');
      expect((result.result as string[])[0]).toContain('not in this repository');
      expect(await lines()).toBe('');
    },
    WITHIN_MS,
  );

  it(
    'is denied at once where nobody can be asked, and only that call fails',
    async () => {
      const { run, lines } = await askingRun(2, 'deny');
      expect(await run.result()).toMatchObject({ status: 'completed', totals: { ok: 3, failed: 0 } });
      expect(await run.asks()).toEqual([]);
      expect(await lines()).toBe('');
    },
    WITHIN_MS,
  );

  it(
    'can be decided once, and only where it was asked',
    async () => {
      const { run } = await askingRun(0, 'wait');
      const asked = await theAsk(run);
      const wrong = { ...target(asked), ask: 'toolu_nobody' };
      await expect(run.approve(wrong)).rejects.toMatchObject({ code: 'WRONG_STATE' });
      await expect(run.deny({ ...target(asked), call: 99 })).rejects.toMatchObject({ code: 'WRONG_STATE' });
      await run.pause(BY);
      await run.approve(target(asked));
      await expect(run.approve(target(asked))).rejects.toMatchObject({ code: 'WRONG_STATE' });
      expect(await run.overview()).toMatchObject({ status: 'paused', running: 0, queued: 1 });
      await run.resume(BY);
      expect(await run.result()).toMatchObject({ status: 'completed' });
    },
    WITHIN_MS,
  );

  it(
    'is permitted for good: a sibling goes on, one that comes later does not ask, and the rule is kept',
    async () => {
      const workspace = await tempFolder();
      await writeFile(join(workspace, 'append.sh'), 'echo line >> lines.txt; echo appended\n');
      const run = await stack().run(TWO_AND_ONE, { args: ASKING, onAsk: 'wait', workspace });
      await until('both ask', async () => (await run.asks()).length === 2);
      const [first] = (await run.asks()) as [AskRow];
      expect(first.ask).toMatchObject({ detail: 'bash append.sh', rules: ['Bash(bash append.sh)'] });

      const end = await command('approve', run.run, String(first.call), '--for', 'always');
      expect(end).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('\n  Bash(bash append.sh)') });
      const settings = join(workspace, '.claude', 'settings.local.json');
      await until('the rule is kept', async () => (await readFile(settings, 'utf8').catch(() => '')) !== '');
      expect(JSON.parse(await readFile(settings, 'utf8'))).toEqual({ permissions: { allow: first.ask.rules } });
      expect(await run.result()).toMatchObject({ status: 'completed', totals: { ok: 3, failed: 0 } });
      expect(await readFile(join(workspace, 'lines.txt'), 'utf8')).toBe('line\nline\nline\n');
    },
    WITHIN_MS,
  );

  it(
    'is denied when nobody answers in time',
    async () => {
      const run = await stack().run(ALL_AT_ONCE, { args: [ASKING], onAsk: 'wait', askTimeoutMs: 300 });
      expect(((await run.result()).result as string[])[0]).toContain('Nobody answered within');
    },
    WITHIN_MS,
  );
});

describe('a question of an agent', () => {
  it(
    'is answered from another process, and the agent goes on with the answer',
    async () => {
      const options = ['red', 'blue'].map((label) => ({ label, description: `It is ${label}.` }));
      const questions = [{ question: 'Which colour?', header: 'Colour', options, multiSelect: false }];
      const asking = `<<tool:AskUserQuestion ${JSON.stringify({ questions })}>>`;
      const run = await stack().run(ALL_AT_ONCE, { args: [asking], onAsk: 'wait' });
      const { call, ask } = await theAsk(run);
      expect(ask).toMatchObject({ tool: 'AskUserQuestion', questions });
      await expect(run.approve(target({ call, ask } as AskRow))).rejects.toMatchObject({ code: 'WRONG_STATE' });

      expect(await command('answer', run.run, '2')).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('blue'),
      });
      expect(((await run.result()).result as string[])[0]).toContain('"Which colour?"="blue"');
    },
    WITHIN_MS,
  );
});
