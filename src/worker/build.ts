import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACKAGE_ROOT, packageVersion } from '../config/package.js';

/** The workflows that workers serve, bundled by `npm run build`. */
export const BUNDLE_FILE = join(PACKAGE_ROOT, 'build', 'workflow-bundle.js');

/**
 * Which build of Longhaul this is: its version, and a digest of the workflows, such as `0.1.0+3f2a91c04b7d`. Workers of
 * one server should be of one build.
 */
export async function workerBuild(): Promise<string> {
  return `${packageVersion()}+${await digestOfBundle()}`;
}

async function digestOfBundle(): Promise<string> {
  try {
    const bundle = await readFile(BUNDLE_FILE);
    return createHash('sha256').update(bundle).digest('hex').slice(0, DIGITS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'unbundled';
    throw error;
  }
}

const DIGITS = 12;

/** How a worker calls itself on the server: the process, and what it runs. */
export function workerIdentity(pid: number, host: string, build: string): string {
  return `${pid}@${host} ${PREFIX}${build}`;
}

/** The build in such an identity; null for a worker that does not tell. */
export function buildIn(identity: string): string | null {
  const at = identity.lastIndexOf(` ${PREFIX}`);
  return at < 0 ? null : identity.slice(at + PREFIX.length + 1);
}

const PREFIX = 'longhaul/';
