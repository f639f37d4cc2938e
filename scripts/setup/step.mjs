// One step of the set-up: skipped when what it reads is what it read last time and what it makes is there.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs `command` unless inputs and outputs say that it need not. Throws when it fails.
 *
 * `inputs` and `outputs` are files and folders below ROOT.
 */
export async function step({ name, inputs, outputs, command, before }) {
  const stamp = join(ROOT, 'build', 'stamps', name.replaceAll(' ', '-'));
  const digest = digestOf(inputs);
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === digest;
  if (done && outputs.every((output) => existsSync(join(ROOT, output)))) return;
  await timed(name, async () => {
    before?.();
    await run(command);
  });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, digest);
}

/** Does `work` and says on stderr how long it took. */
export async function timed(name, work) {
  const since = performance.now();
  process.stderr.write(`${name} …\n`);
  const result = await work();
  process.stderr.write(`${name}: ${((performance.now() - since) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Runs a command in ROOT with its output on stderr. Throws unless it ends with 0. */
export async function run([file, ...args], env = process.env) {
  const code = await exitOf(spawn(file, args, { cwd: ROOT, env, stdio: ['ignore', 2, 2] }));
  if (code !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${code}`);
}

/** Exit code of a child, or the name of the signal that ended it. */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ?? code));
  });
}

function digestOf(inputs) {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesBelow(join(ROOT, input)))) {
    hash.update(file).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}
