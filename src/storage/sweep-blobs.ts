// Removes blobs that nothing refers to, from a store of files.
//
// Z1  A blob is removed only when it is not among those to keep, and was last put before a given moment. Putting a blob
//     again makes it young (file-objects.ts, settle), so what a run refers to is never older than the run.
// Z2  Between the look at a blob and its removal somebody may put it again. So it is taken away first, looked at, and brought
//     back when it is young; whoever comes in that moment finds nothing, and writes it anew or tries again.

import type { Stats } from 'node:fs';
import { lstat, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from './digest.js';
import type { Keyring } from './encryption/keyring.js';
import { namesOf } from './object-blob-store.js';
import { systemCode, readFailure, writeFailure } from './system-error.js';

export interface Sweep {
  readonly keep: ReadonlySet<Digest>;
  /** Milliseconds since the epoch: what was put since stays. */
  readonly since: number;
  /** `look`: nothing is removed. */
  readonly mode: 'look' | 'remove';
}

/** What was removed, or would be. */
export interface Swept {
  readonly blobs: number;
  readonly bytes: number;
}

/** @throws LonghaulError STORAGE_UNREADABLE, STORAGE_UNWRITABLE */
export async function sweepBlobs(root: string, keyring: Keyring, { keep, since, mode }: Sweep): Promise<Swept> {
  const kept = new Set([...keep].flatMap((digest) => namesOf(digest, keyring)));
  const swept = { blobs: 0, bytes: 0 };
  for (const folder of await namesIn(root)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue;
    for (const file of await namesIn(join(root, folder))) {
      if (!BLOB.test(file) || kept.has(`${folder}/${file}`)) continue;
      const path = join(root, folder, file);
      const found = await look(path);
      if (!found || found.mtimeMs >= since) continue;
      if (mode === 'remove' && !(await remove(path, since))) continue;
      swept.blobs++;
      swept.bytes += found.size;
    }
  }
  return swept;
}

const BLOB = /^[0-9a-f]{62}$/;

/** Z2. False when it was put again. */
async function remove(path: string, since: number): Promise<boolean> {
  const aside = `${path}.swept`;
  try {
    await rename(path, aside);
    const found = await look(aside);
    const isYoung = found !== null && found.mtimeMs >= since;
    if (isYoung) await rename(aside, path);
    else await rm(aside, { force: true });
    return !isYoung;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw writeFailure(path, error);
  }
}

async function look(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw readFailure(path, error);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw readFailure(folder, error);
  }
}
