import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { PACKAGE_ROOT } from '../../src/config/package.js';

/** A compiled program of ours in a process of its own. */
export interface Program {
  readonly pid: number;
  /** What it said when it was ready: its first line, as JSON. */
  readonly ready: unknown;
  /** Sends a signal and does not wait; nothing when it has ended. */
  signal(name: NodeJS.Signals): void;
  /** Sends a signal that ends it, and waits until it is gone. */
  end(name: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface ProgramOptions {
  /** Path in dist. */
  readonly main: string;
  readonly args?: readonly string[];
  /** All of its environment but PATH. */
  readonly env: Readonly<Record<string, string>>;
  /** File its stderr is appended to. */
  readonly log: string;
}

/** Starts a program and waits for its first line. Throws an Error with the log when none comes. */
export async function startProgram({ main, args = [], env, log }: ProgramOptions): Promise<Program> {
  const child = launch(built(main), args, env, log);
  const exited = once(child, 'exit');
  if (child.pid === undefined || child.stdout === null) throw new Error(`${main} could not be started`);
  const line = await firstLine(child.stdout);
  if (line === undefined) {
    child.kill('SIGKILL');
    throw new Error(`${main} did not become ready: ${readFileSync(log, 'utf8')}`);
  }
  return {
    pid: child.pid,
    ready: JSON.parse(line),
    signal: (name) => void child.kill(name),
    async end(name) {
      child.kill(name);
      await exited;
    },
  };
}

function launch(file: string, args: readonly string[], env: ProgramOptions['env'], log: string): ChildProcess {
  const stderr = openSync(log, 'a');
  try {
    return spawn(process.execPath, [file, ...args], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', stderr],
    });
  } finally {
    closeSync(stderr);
  }
}

/** Undefined when the stream ends before, or says nothing for a minute. */
async function firstLine(stdout: Readable): Promise<string | undefined> {
  const lines = createInterface({ input: stdout });
  const ended = once(lines, 'close').then(() => []);
  const late = sleep(READY_WITHIN_MS, [], { ref: false });
  const [line] = (await Promise.race([once(lines, 'line'), ended, late])) as readonly string[];
  return line;
}

const READY_WITHIN_MS = 60_000;

/** The compiled file. `npm test` compiles before the tests; who runs one by hand has to. */
function built(main: string): string {
  const file = join(PACKAGE_ROOT, 'dist', main);
  if (!existsSync(file)) throw new Error(`dist/${main} is missing: npm run build makes it`);
  return file;
}
