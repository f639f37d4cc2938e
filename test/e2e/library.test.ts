import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { RunResult } from '../../src/workflows/run-result.js';
import type { CostReport, RunRow } from '../../src/client/index.js';
import { PACKAGE_ROOT } from '../../src/config/package.js';
import { ALL_AT_ONCE, agentsOfTurns } from '../support/agents-of-turns.js';
import { sharedStack } from '../support/shared-stack.js';
import { tempFolder } from '../support/temp-folder.js';

const WITHIN_MS = 120_000;

const stack = sharedStack();
let folder: string;

beforeAll(async () => {
  folder = await tempFolder();
  await mkdir(join(folder, 'node_modules'));
  await symlink(PACKAGE_ROOT, join(folder, 'node_modules', 'longhaul'));
  await copyFile(join(PACKAGE_ROOT, 'test', 'e2e', 'programs', 'use-library.mjs'), join(folder, 'use-library.mjs'));
  await writeFile(join(folder, 'script.js'), ALL_AT_ONCE);
});

interface Halfway {
  readonly run: string;
  readonly status: string;
  readonly seen: readonly string[];
  /** What a client was told that closed while it waited for the end. */
  readonly givenUp: string;
}

interface Told {
  readonly seen: readonly string[];
  readonly result: RunResult;
  readonly cost: CostReport;
  readonly refused: string;
  readonly listed: readonly RunRow[];
  readonly past: readonly unknown[];
  readonly inbox: readonly unknown[];
}

describe('another program', () => {
  it(
    'imports the package by its name, and starts, follows and controls a run over a restart of the worker',
    async () => {
      const { address, namespace, storage } = stack();
      const worker = await stack().startWorker();
      const { prompts, answers } = agentsOfTurns(2, 4, 150);
      const program = execa(
        process.execPath,
        ['use-library.mjs', address, namespace, storage.root, folder, JSON.stringify(prompts)],
        { cwd: folder, stdin: 'pipe', timeout: WITHIN_MS },
      );
      const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
      const nextLine = async <T>(): Promise<T> => {
        const { value, done } = await lines.next();
        if (done) throw new Error(`it ended: ${(await program.catch((error: { stderr: string }) => error)).stderr}`);
        return JSON.parse(value) as T;
      };

      const halfway = await nextLine<Halfway>();
      expect(halfway).toMatchObject({ status: 'paused', seen: ['started', 'queued', 'queued', 'running'] });
      expect(halfway.givenUp).toBe('CLIENT_CLOSED');
      await worker.end('SIGTERM');
      await stack().startWorker();
      program.stdin.write('go on\n');

      const told = await nextLine<Told>();
      expect(told.result).toMatchObject({ run: halfway.run, status: 'completed', result: answers });
      expect(told.seen.slice(0, halfway.seen.length)).toEqual(halfway.seen);
      expect(told.seen.filter((type) => type === 'paused' || type === 'resumed')).toEqual(['paused', 'resumed']);
      expect(told.seen.at(-1)).toBe('ended');
      expect(told.cost).toMatchObject({ run: halfway.run, cost: told.result.totals.cost });
      expect(told.refused).toBe('WRONG_STATE');
      expect(told.listed).toMatchObject([{ run: halfway.run, name: 'test-script', status: 'completed', asks: 0 }]);
      expect(told.listed[0]?.costUsd).toBe(told.result.totals.cost?.usd);
      expect(told.past).toEqual([told.result.totals]);
      expect(told.inbox).toEqual([]);
      expect(await program).toMatchObject({ exitCode: 0, stderr: '' });
    },
    WITHIN_MS,
  );
});
