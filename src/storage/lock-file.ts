import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createInPlace } from './exclusive-file.js';
import { systemCode } from './system-error.js';
import { discard } from './temp-file.js';

/** Milliseconds after which the holder of a lock is thought dead: what is done under one takes less than a second. */
const STALE_MS = 10_000;
const POLL_MS = 20;

/**
 * Does `work` while no other caller, in any process, does something under the same lock file. A lock whose holder died is
 * broken after a while. Throws what the file system reports, and what `work` throws.
 */
export async function holdingLock(lock: string, work: () => Promise<void>): Promise<void> {
  const mine = randomUUID();
  while ((await createInPlace(lock, mine)) === 'exists') {
    if ((await ageOf(lock)) > STALE_MS) discard(lock);
    else await delay(POLL_MS);
  }
  try {
    await work();
  } finally {
    if ((await ownerOf(lock)) === mine) discard(lock);
  }
}

/** 0 for one that is gone. */
async function ageOf(lock: string): Promise<number> {
  try {
    return Date.now() - (await stat(lock)).mtimeMs;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

async function ownerOf(lock: string): Promise<string | null> {
  try {
    return await readFile(lock, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
