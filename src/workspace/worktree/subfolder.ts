import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LonghaulError } from '../../config/errors.js';
import { systemCode } from '../../storage/system-error.js';

/**
 * The folder `way` ('' or 'packages/app/') below `top`, made where it is missing. Follows no symbolic link, which might
 * lead out of it.
 *
 * @throws LonghaulError WORKTREE_FAILED where something else than a folder is in the way.
 */
export async function enterSubfolder(top: string, way: string): Promise<string> {
  let folder = top;
  for (const step of way.split('/').filter((name) => name !== '')) {
    folder = join(folder, step);
    await makeFolder(folder);
    if (!(await lstat(folder)).isDirectory()) {
      throw new LonghaulError('WORKTREE_FAILED', { reason: `${way} is no folder at the commit the run began with` });
    }
  }
  return folder;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}
