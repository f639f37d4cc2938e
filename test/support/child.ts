import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';

/** A TypeScript program of the tests in a real process of its own. */
export interface Child {
  readonly process: ChildProcess;
  /** All it wrote to stdout, when it has ended. Rejects when it failed; resolves when it was killed. */
  readonly output: Promise<string>;
}

/**
 * Starts `program`, a path relative to test/, with `args`. `under` is a command to start it with, such as
 * `['unshare', '-rm']`. What has not ended with the tests of the file is killed.
 */
export function startChild(program: string, args: readonly string[], under: readonly string[] = []): Child {
  const [command = '', ...rest] = [...under, process.execPath, '--import', fileOf('support/typescript.mjs')];
  const child = spawn(command, [...rest, fileOf(program), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  started.push(child);
  return { process: child, output: outputOf(child, program) };
}

const started: ChildProcess[] = [];

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

function fileOf(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

async function outputOf(child: ChildProcess, program: string): Promise<string> {
  if (child.stdout === null || child.stderr === null) throw new Error('the child has no output');
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0 && code !== null) throw new Error(`${program} ended with ${code}: ${errors}`);
  return out;
}
