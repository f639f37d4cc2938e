import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from '../process/log-file.js';

export interface ChildOptions {
  /** What it is called in errors. */
  readonly name: string;
  /** JavaScript file to run with this Node. */
  readonly main: string;
  readonly env: NodeJS.ProcessEnv;
  /** File its output is appended to. */
  readonly log: string;
  readonly spawned: (child: ChildProcess) => void;
}

/** What a worker or gateway prints, as one line of JSON on stdout, once it serves. */
export interface ChildReady {
  readonly ready: true;
  readonly build?: string;
  /** Id of the key that a worker encrypts with; null for none. */
  readonly key?: string | null;
}

/**
 * Starts a program of ours and waits for its ready line.
 *
 * Its output is a file and not a pipe, so that it outlives a supervisor that is killed; the line is read from there.
 * Throws an Error with one line for a person when it ends first, or is not ready in time and has been killed.
 */
export async function startChild(options: ChildOptions): Promise<ChildReady> {
  const from = statSync(options.log, { throwIfNoEntry: false })?.size ?? 0;
  const child = launch(options);
  let ended = false;
  for (const event of ['exit', 'error']) child.once(event, () => (ended = true));
  options.spawned(child);
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const last = ended;
    const output = readFrom(options.log, from);
    const ready = output.split('\n').slice(0, -1).map(parseReady).find(Boolean);
    if (ready) return ready;
    if (last) throw new Error(`the ${options.name} ended before it was ready: ${output.trim().split('\n').at(-1)}`);
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the ${options.name} was not ready within ${READY_WITHIN_MS / 1000} s`);
    }
    await sleep(POLL_MS);
  }
}

const READY_WITHIN_MS = 60_000;
const POLL_MS = 20;

function launch(options: ChildOptions): ChildProcess {
  const log = openLog(options.log);
  try {
    return spawn(process.execPath, [options.main], { env: options.env, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

function readFrom(file: string, start: number): string {
  const log = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(fstatSync(log).size - start, 0));
    return bytes.toString('utf8', 0, readSync(log, bytes, 0, bytes.length, start));
  } finally {
    closeSync(log);
  }
}

function parseReady(line: string): ChildReady | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Partial<ChildReady>;
    return value.ready === true ? (value as ChildReady) : undefined;
  } catch {
    // Another line of the log, which only begins like JSON.
    return undefined;
  }
}
