import { linkSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from './system-error.js';
import { createFile, discard, writeSynced, writeTemp } from './temp-file.js';

/**
 * Creates `file` with `content`, for the owner only unless `mode` says otherwise. Of any number of callers, in any number of processes, exactly one creates it; the
 * others get 'exists' and change nothing.
 *
 * @throws what the file system reports; then nothing was created.
 */
export type CreateFile = (file: string, content: string | Uint8Array, mode?: number) => Promise<'created' | 'exists'>;

/** Whole or not at all: the content is on disk before the name appears, and a hard link cannot replace a file. */
export const createWhole: CreateFile = async (file, content, mode) => {
  const temp = await writeTemp(dirname(file), content, mode);
  try {
    linkSync(temp, file);
    return 'created';
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return 'exists';
    if (NO_HARD_LINKS.has(systemCode(error))) return await createInPlace(file, content, mode);
    throw error;
  } finally {
    discard(temp);
  }
};

/**
 * For file systems without hard links (FAT, some network and user-space ones). Just as exclusive, but whoever reads
 * while the file is being written sees a part of it, and so does everyone after a crash at that moment.
 */
export const createInPlace: CreateFile = async (file, content, mode) => {
  let descriptor: number;
  try {
    descriptor = await createFile(file, mode);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return 'exists';
    throw error;
  }
  try {
    await writeSynced(descriptor, content);
  } catch (error) {
    discard(file);
    throw error;
  }
  return 'created';
};

const NO_HARD_LINKS: ReadonlySet<string | undefined> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
