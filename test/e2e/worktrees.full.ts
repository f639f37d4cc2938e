import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AgentWorktree } from '../../src/workflows/run-result.js';
import { type GitRepository, gitIn, gitRepository } from '../support/git-repository.js';
import type { Program } from '../support/program.js';
import { scriptText } from '../support/script-text.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';
import { until } from '../support/until.js';

const WITHIN_MS = 240_000;
const AGENTS = 20;
const LIMITS = { concurrency: AGENTS, heartbeatTimeoutMs: 5_000 };
const BY = { by: 'a test' };

/**
 * An agent in a worktree of its own for each prompt, all at once; of what is thrown the message. Every third is isolated by
 * its type.
 */
const ALL_IN_WORKTREES = scriptText(`return await Promise.all(args.map((prompt, i) => {
  const isolated = i % 3 === 2 ? { agentType: 'recluse' } : { isolation: 'worktree' };
  return agent(prompt, { ...isolated, label: 'agent ' + i }).catch((error) => error.message);
}));`);
const RECLUSE = '---\nname: recluse\ndescription: Works alone\nisolation: worktree\n---\nYou work alone.\n';

const stack = sharedStack();

/** Agents with even numbers change a file they share and write one of their own; the others only look. All look last. */
const changes = (i: number) => i % 2 === 0;
const prompts = Array.from({ length: AGENTS }, (_, i) => {
  const edit = `<<tool:Edit {"file_path":"shared.txt","old_string":"at the base","new_string":"by ${i}"}>>`;
  const write = `<<tool:Write {"file_path":"own-${i}.txt","content":"${i}"}>>`;
  const work = changes(i) ? edit + write : '<<tool:Glob {"pattern":"*"}>>'.repeat(2);
  const look = '<<tool:Glob {"pattern":"own-*.txt"}>>';
  return `<<delay:300>><<tool:Read {"file_path":"shared.txt"}>>${work}${look}<<echo:${i} is done>>`;
});

let repository: GitRepository;
let base: string;
beforeEach(async () => {
  repository = await gitRepository(await tempFolder());
  await repository.write('shared.txt', 'at the base\n');
  await repository.write('.claude/agents/recluse.md', RECLUSE);
  base = await repository.commit('base');
});

/** Started without a worker, so that the repository can move on before the first agent begins. */
async function startedRun() {
  const { requests: before } = await stack().modelStats();
  const run = await stack().run(ALL_IN_WORKTREES, { args: prompts, limits: LIMITS, workspace: repository.folder });
  await repository.write('shared.txt', 'later\n');
  await repository.commit('later');
  const asked = async (times: number) => {
    const is = async () => (await stack().modelStats()).requests - before >= times;
    await until(`the model is asked ${times} times`, is, WITHIN_MS);
  };
  return { run, asked };
}

/**
 * Each of them has its own work at the commit the run began with, and nothing of the others. Only a tool that was at work
 * when its worker was killed may not have done it, and its agent has been told.
 */
async function expectOwnWork(run: string, worktrees: readonly AgentWorktree[]): Promise<void> {
  for (const { call, label, path, branch } of worktrees) {
    const i = Number(label.replace('agent ', ''));
    expect(await gitIn(path, 'rev-parse', 'HEAD', branch)).toBe(`${base}\n${base}`);
    const told = JSON.stringify(await stack().storage.transcripts.read({ run, call }));
    const changed = [' M shared.txt', `?? own-${i}.txt`];
    const found = (await gitIn(path, 'status', '--porcelain')).split('\n');
    if (told.includes('outcome unknown')) expect(changed).toEqual(expect.arrayContaining(found));
    else expect(found).toEqual(changed);
    const edited = found.includes(' M shared.txt');
    expect(await readFile(join(path, 'shared.txt'), 'utf8')).toBe(edited ? `by ${i}\n` : 'at the base\n');
  }
}

/** Nothing of the run is left in the repository or beside it but these. */
async function expectNoOrphans(run: string, worktrees: readonly AgentWorktree[]): Promise<void> {
  const paths = worktrees.map(({ path }) => path).sort();
  expect([...(await repository.worktrees())].sort()).toEqual(paths);
  expect([...(await repository.branches())].sort()).toEqual(worktrees.map(({ branch }) => branch).sort());
  const folders = await readdir(join(stack().storage.root, 'worktrees'), { recursive: true });
  const ofRun = folders.filter((name) => name.includes(run) && !/[/\\].*[/\\]/.test(name));
  expect(ofRun).toHaveLength(worktrees.length);
  expect(await readFile(join(repository.folder, 'shared.txt'), 'utf8')).toBe('later\n');
}

async function withWorker<T>(work: (worker: Program) => Promise<T>): Promise<T> {
  const worker = await stack().startWorker();
  try {
    return await work(worker);
  } finally {
    await worker.end('SIGTERM');
  }
}

describe('twenty agents in worktrees of one repository', () => {
  it(
    'each work at the commit the run began with, none sees another, and what they changed is kept and named',
    async () => {
      const { run } = await startedRun();
      const result = await withWorker(() => run.result());
      expect(result).toMatchObject({ status: 'completed', result: prompts.map((_, i) => `${i} is done`) });
      expect(result.worktrees.map(({ label }) => label)).toEqual(
        prompts.flatMap((_, i) => (changes(i) ? [`agent ${i}`] : [])),
      );
      await expectOwnWork(run.run, result.worktrees);
      await expectNoOrphans(run.run, result.worktrees);
      for (const call of prompts.keys()) {
        const entries = await stack().storage.transcripts.read({ run: run.run, call: call + 1 });
        const seen = new Set(JSON.stringify(entries.at(-2)).match(/own-\d+/g));
        expect([...seen]).toEqual(changes(call) ? [`own-${call}`] : []);
      }
    },
    WITHIN_MS,
  );

  it(
    'lose nothing and leave no orphan when their worker is killed in the middle',
    async () => {
      const { run, asked } = await startedRun();
      const first = await stack().startWorker();
      await asked(5);
      await first.end('SIGKILL');
      const second = await stack().startWorker();
      await asked(AGENTS * 2);
      await second.end('SIGKILL');
      const result = await withWorker(() => run.result());
      expect(result).toMatchObject({ status: 'completed', result: prompts.map((_, i) => `${i} is done`) });
      expect(result.worktrees).toHaveLength(AGENTS / 2);
      await expectOwnWork(run.run, result.worktrees);
      await expectNoOrphans(run.run, result.worktrees);
    },
    WITHIN_MS,
  );

  it(
    'leave no orphan when their run is stopped and their worker killed, and what they had changed is kept',
    async () => {
      const { run, asked } = await startedRun();
      const first = await stack().startWorker();
      await asked(AGENTS * 3);
      await run.stop(BY);
      await first.end('SIGKILL');
      const result = await withWorker(() => run.result());
      expect(result).toMatchObject({ status: 'stopped' });
      expect(result.worktrees.every(({ label }) => changes(Number(label.replace('agent ', ''))))).toBe(true);
      await expectNoOrphans(run.run, result.worktrees);
    },
    WITHIN_MS,
  );
});

describe('an agent whose worktree cannot be made', () => {
  it(
    'fails with the reason, and never works in the workspace itself',
    async () => {
      const workspace = await tempFolder();
      const run = await stack().run(ALL_IN_WORKTREES, { args: [prompts[0]], limits: LIMITS, workspace });
      const result = await withWorker(() => run.result());
      expect(result).toMatchObject({
        status: 'completed_with_failures',
        result: [expect.stringContaining('not a git repository')],
        failures: [{ code: 'WORKTREE_FAILED' }],
        worktrees: [],
        totals: { requests: 0 },
      });
      expect(await readdir(workspace)).not.toContain('own-0.txt');
    },
    WITHIN_MS,
  );
});
