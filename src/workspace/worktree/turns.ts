import { withLock } from '../../server/process/lock.js';

/**
 * Runs `work` while nobody else runs work under the same folder, in this process or another of this machine. Within the
 * process whoever asked first is first.
 *
 * Throws SERVER_BUSY when another process has held the lock for `PATIENCE_MS`, and what `work` throws.
 */
export async function inTurn<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = lastInLine.get(folder) ?? Promise.resolve();
  const mine = before.then(() => withLock(folder, work, PATIENCE_MS));
  const over = mine.then(
    () => {},
    () => {}, // told to whoever asked for it
  );
  lastInLine.set(folder, over);
  try {
    return await mine;
  } finally {
    if (lastInLine.get(folder) === over) lastInLine.delete(folder);
  }
}

/** What is done in a turn takes far less than a second, but a hundred agents may be in line in another process. */
const PATIENCE_MS = 300_000;

/** By folder: when the last of those in line will be done. Locks among processes are too slow for those within one. */
const lastInLine = new Map<string, Promise<void>>();
