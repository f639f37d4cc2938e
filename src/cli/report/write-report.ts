import { lstat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LonghaulError } from '../../config/errors.js';
import { systemCode, systemReason } from '../../storage/system-error.js';
import { replaceFile } from '../../storage/temp-file.js';

/**
 * Writes a file whole or not at all, for the owner only; an earlier one of that name is replaced. Not through a symbolic
 * link, and only into a directory that is there.
 *
 * @throws LonghaulError FILE_UNUSABLE
 */
export async function writeReport(file: string, text: string, cwd: string): Promise<void> {
  const path = resolve(cwd, file);
  try {
    await lstat(`${dirname(path)}/.`); // as a directory, and not as a link to one that is gone
    if (await isSomethingElse(path)) {
      throw new LonghaulError('FILE_UNUSABLE', { file, reason: 'it is there already, and is no plain file' });
    }
    await replaceFile(path, text);
  } catch (cause) {
    const reason = systemReason(cause);
    if (reason === undefined) throw cause;
    throw new LonghaulError('FILE_UNUSABLE', { file, reason }, { cause });
  }
}

async function isSomethingElse(path: string): Promise<boolean> {
  try {
    return !(await lstat(path)).isFile();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
