import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../process/lock.js';

/** The folder of Temporal binaries Longhaul has obtained: `<root>/<cli version>/temporal`. */
export interface BinaryCache {
  readonly root: string;
}

export function cachedBinary(cache: BinaryCache, version: string): string | undefined {
  const binary = placeOf(cache, version);
  return existsSync(binary) ? binary : undefined;
}

/**
 * Obtains a version into the cache and returns the binary's path.
 *
 * `obtain` gets an empty folder to work in and returns the binary it put there; only then is it moved to its place, in
 * one step. Of several processes one obtains and the others take what it got.
 */
export function install(
  cache: BinaryCache,
  version: string,
  obtain: (folder: string) => Promise<string>,
): Promise<string> {
  return withLock(join(cache.root, 'lock'), async () => {
    const present = cachedBinary(cache, version);
    if (present) return present;
    const folder = join(cache.root, `incoming-${randomBytes(4).toString('hex')}`);
    mkdirSync(folder, { recursive: true });
    try {
      const obtained = await obtain(folder);
      mkdirSync(join(cache.root, version), { recursive: true });
      renameSync(obtained, placeOf(cache, version));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    return placeOf(cache, version);
  });
}

function placeOf(cache: BinaryCache, version: string): string {
  return join(cache.root, version, 'temporal');
}
