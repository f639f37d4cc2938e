import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { ScriptEnding } from '../../src/interpreter/host.js';
import type { GuestLimits } from '../../src/interpreter/limits.js';
import type { Json } from '../../src/interpreter/outcome.js';

/** A script to run in a child process (programs/run-scripts.ts). */
export interface ScriptTask {
  readonly body: string;
  /** JSON text. */
  readonly args?: string;
  readonly limits?: Partial<GuestLimits>;
  readonly saved?: readonly { readonly name: string; readonly body: string }[];
  readonly nesting?: number;
  /** What every agent answers; the scripted model's answer unless given. */
  readonly answer?: Json;
  /** Whether nobody asks for the hash of its memory, which takes longer than most scripts. */
  readonly unhashed?: boolean;
}

export interface TaskReport {
  readonly ending: ScriptEnding | null;
  readonly gas: readonly number[];
  readonly logs: number;
  readonly warnings: number;
  readonly calls: number;
  /** Hash of the guest's memory at the end; null where none was asked for. */
  readonly image: string | null;
  readonly ms: number;
}

/** Megabytes of stack that threads with guests have (src/interpreter/engine/quickjs.ts); a test runner's thread has one. */
const STACK = '--stack-size=3900';

/** Runs scripts in a child process with the stack of a worker thread, under V8 `flags` and a changed environment. */
export async function runInChild(
  tasks: readonly ScriptTask[],
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<readonly TaskReport[]> {
  const program = fileURLToPath(new URL('./programs/run-scripts.ts', import.meta.url));
  const loader = new URL('../support/typescript.mjs', import.meta.url).href;
  const child = spawn(process.execPath, [STACK, ...flags, '--import', loader, program], {
    env: { ...process.env, ...env },
  });
  child.stdin.end(JSON.stringify(tasks));
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (code !== 0) throw new Error(`the child ended with ${code}: ${errors}`);
  return JSON.parse(out) as readonly TaskReport[];
}
