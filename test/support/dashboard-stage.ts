import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll } from '@jest/globals';
import type { RunHandle } from '../../src/client/run-handle.js';
import { longhaulInTerminal, type PseudoTerminal } from './pseudo-terminal.js';
import { sharedStack } from './shared-stack.js';
import type { Stack } from './stack.js';
import { tempFolder } from './temp-folder.js';

export const WITHIN_MS = 120_000;

const SCRIPT = `export const meta = {
  name: 'audit',
  description: 'Checks every route',
  phases: [{ title: 'Find', detail: 'one agent a file' }, { title: 'Verify' }],
}
phase('Find')
const found = await parallel(args.map(([label, prompt]) => () => agent(prompt, { label, phase: 'Find' })))
phase('Verify')
await agent('<<echo:all is well>>', { label: 'verify', phase: 'Verify' })
return found`;

/** At work for longer than the tests last, in short turns: what a person wants is heard between two of them. */
const BUSY = `<<delay:250>>${'<<tool:Glob {"pattern":"*.js"}>>'.repeat(400)}<<echo:done>>`;

/** One of each kind; the last three stay as they are until a person does something. */
const AGENTS = [
  ['find:a.ts', '<<tool:Glob {"pattern":"*.js"}>><<echo:there is one>>'],
  ['find:b.ts', '<<status:400>>'],
  ['find:c.ts', BUSY],
  ['find:d.ts', BUSY],
  ['find:e.ts', '<<tool:Bash {"command":"bash append.sh"}>>'],
];

/** A run that can be watched, in a terminal. */
export interface DashboardStage {
  stack(): Stack;
  startedRun(): Promise<{ readonly run: RunHandle; readonly workspace: string }>;
  /** `longhaul watch`; its terminal is closed after the test. */
  watch(
    args: readonly string[],
    cwd: string,
    size?: { readonly columns: number; readonly rows: number },
    more?: Readonly<Record<string, string>>,
  ): PseudoTerminal;
}

/** One stack, with a worker, for all tests of a file. */
export function dashboardStage(): DashboardStage {
  const stack = sharedStack();
  let terminal: PseudoTerminal | undefined;
  beforeAll(async () => void (await stack().startWorker()), WITHIN_MS);
  afterEach(async () => terminal?.close());
  return {
    stack,
    async startedRun() {
      const workspace = await tempFolder();
      await writeFile(join(workspace, 'append.sh'), 'echo line >> lines.txt\n');
      // A leg hears of what a person wants with its next heartbeat.
      const limits = { heartbeatTimeoutMs: 2_000 };
      return { run: await stack().run(SCRIPT, { args: AGENTS, onAsk: 'wait', workspace, limits }), workspace };
    },
    watch(args, cwd, size = { columns: 80, rows: 24 }, more = {}) {
      const { address, namespace, storage } = stack();
      const env = { HOME: cwd, LONGHAUL_HOME: cwd, LONGHAUL_STORAGE: storage.root, ...more };
      const server = ['--address', address, '--namespace', namespace];
      terminal = longhaulInTerminal(['watch', ...args, ...server], { ...size, cwd, env });
      return terminal;
    },
  };
}
