// A lock among processes of one machine that a crash cannot leave behind.
//
// Owns: a folder of claims, one empty file each, named after the process that made it.
// Never: a single lock file, since taking over a stale one cannot be done without a race.
//
// L1  A claim is held only if, after it was written, no other living claim is in the folder. Two claims cannot both
//     pass: each is written before it looks, so the later one sees the earlier.
// L2  A claim of a process that is gone counts for nothing; anyone may delete it, since its name never comes back.
// L3  Of the claims that see each other, the one whose name sorts first stays and waits; the others withdraw and
//     try again. So somebody always gets it.

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LonghaulError } from '../../config/errors.js';
import { isAlive, type ProcessIdentity, self } from './identity.js';

/**
 * Runs `work` while no other process runs work under the same folder.
 *
 * Throws SERVER_BUSY when another process has held the lock for `patienceMs`.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>, patienceMs = PATIENCE_MS): Promise<T> {
  const claim = await acquire(folder, patienceMs);
  try {
    return await work();
  } finally {
    await rm(claim, { force: true });
  }
}

/** Longer than the slowest thing done under a lock: a download on a bad line. */
const PATIENCE_MS = 900_000;
const POLL_MS = 20;

async function acquire(folder: string, patienceMs: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { pid, started } = self();
  const name = [pid, started, randomBytes(4).toString('hex')].join('.');
  const claim = join(folder, name);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    await writeFile(claim, '');
    let rivals = await livingRivals(folder, name);
    while (rivals.length > 0 && rivals.every((rival) => rival > name) && performance.now() < deadline) {
      await sleep(POLL_MS);
      rivals = await livingRivals(folder, name);
    }
    const [rival] = rivals;
    if (rival === undefined) return claim;
    await rm(claim);
    if (performance.now() >= deadline) throw new LonghaulError('SERVER_BUSY', { folder, pid: holderOf(rival).pid });
    await sleep(POLL_MS);
  }
}

async function livingRivals(folder: string, own: string): Promise<string[]> {
  const others = (await readdir(folder)).filter((name) => name !== own);
  const living = others.filter((name) => isAlive(holderOf(name)));
  await Promise.all(
    others.filter((name) => !living.includes(name)).map((dead) => rm(join(folder, dead), { force: true })),
  );
  return living.sort();
}

function holderOf(claim: string): ProcessIdentity {
  const [pid = '', started = ''] = claim.split('.');
  return { pid: Number(pid), started };
}
