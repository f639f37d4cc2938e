import { randomUUID } from 'node:crypto';
import { mkdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './system-error.js';

/**
 * Writes `content` to a new file in `folder` and syncs it, so that it can take its final name in one step. Its name
 * begins with a dot: no reader takes it for anything, should a crash leave it.
 *
 * @throws what the file system reports; then no file is left.
 */
export async function writeTemp(folder: string, content: string | Uint8Array): Promise<string> {
  const temp = join(folder, `.${randomUUID()}.tmp`);
  try {
    await inFolder(folder, () => writeFile(temp, content, { flag: 'wx', mode: 0o600, flush: true }));
  } catch (error) {
    await discard(temp);
    throw error;
  }
  return temp;
}

/** Removes a file nobody needs. One that cannot be removed is harmless: the reason to remove it is what counts. */
export async function discard(file: string): Promise<void> {
  await unlink(file).catch(() => undefined);
}

/** Does what needs `folder`, and makes the folder, for the owner only, when that fails for want of it. */
export async function inFolder<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return act();
  }
}
