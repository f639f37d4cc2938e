// What may wait for the disk, creating and syncing a file, is left to the thread pool. The rest is done at once: asking
// the pool for a write or a link costs ten times what the system takes for it.

import { randomUUID } from 'node:crypto';
import { closeSync, fdatasync, mkdirSync, open, unlinkSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from './system-error.js';

/**
 * Writes `content` to a new file in `folder` and syncs it, so that it can take its final name in one step. Its name
 * begins with a dot, as `name` must: no reader takes it for anything, should a crash leave it. It is for the owner only,
 * unless `mode` says otherwise.
 *
 * @throws what the file system reports; then no file is left.
 */
export async function writeTemp(
  folder: string,
  content: string | Uint8Array,
  mode = 0o600,
  name = `.${randomUUID()}.tmp`,
): Promise<string> {
  const temp = join(folder, name);
  try {
    await writeSynced(await createFile(temp, mode), content);
  } catch (error) {
    discard(temp);
    throw error;
  }
  return temp;
}

/**
 * Puts `content` in the place of `file`, or creates it, on disk before the name leads to it: readers see the old file or
 * the new one. It is for the owner only, unless `mode` says otherwise.
 *
 * @throws what the file system reports; then the old file is there.
 */
export async function replaceFile(file: string, content: string | Uint8Array, mode?: number): Promise<void> {
  const temp = await writeTemp(dirname(file), content, mode);
  try {
    await rename(temp, file);
  } catch (error) {
    discard(temp);
    throw error;
  }
}

const openFile = promisify(open);
const syncData = promisify(fdatasync);

/** The descriptor of a new file; its folder is made, for the owner only, when there is none. */
export async function createFile(file: string, mode = 0o600): Promise<number> {
  const create = () => openFile(file, 'wx', mode);
  try {
    return await create();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return create();
  }
}

/** Writes, syncs and closes a file that was just created. */
export async function writeSynced(file: number, content: string | Uint8Array): Promise<void> {
  try {
    writeFileSync(file, content);
    await syncData(file);
  } finally {
    closeSync(file);
  }
}

/** Removes a file nobody needs. One that cannot be removed is harmless: the reason to remove it is what counts. */
export function discard(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // As said above.
  }
}
