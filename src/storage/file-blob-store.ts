// Blobs as files: `<root>/ab/cdef…`, named by the SHA-256 of what they hold.
//
// B1  A path is built from a checked digest only.
// B2  A file with a final name is whole: bytes go to a temp file beside it, which is renamed when it is on disk.
// B3  When `put` resolves, the blob survives a loss of power: file and folder are synced.
// B4  Writers need no lock: those that put the same bytes replace each other's file by an equal one.
// B5  `get` returns bytes that have the digest, or throws.

import { access, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LonghaulError } from '../config/errors.js';
import type { BlobStore } from './blob-store.js';
import { checkDigest, type Digest, digestOf } from './digest.js';
import { readFailure, systemCode, writeFailure } from './system-error.js';
import { discard, writeTemp } from './temp-file.js';

/** A blob store in the folder `root`, which is made, for the owner only, when the first blob is put. */
export function createFileBlobStore(root: string): BlobStore {
  return {
    async put(bytes) {
      const digest = digestOf(bytes);
      const file = fileOf(root, digest);
      try {
        if (!(await holds(file, bytes))) await replace(file, bytes);
        await syncFolder(dirname(file)); // B3, also for a copy whose writer died before it came to this
      } catch (error) {
        throw writeFailure(file, error);
      }
      return digest;
    },

    async get(digest) {
      const file = fileOf(root, checkDigest(digest));
      const bytes = await read(file, digest);
      if (digestOf(bytes) !== digest) throw new LonghaulError('BLOB_DAMAGED', { digest, file });
      return bytes;
    },

    async has(digest) {
      const file = fileOf(root, checkDigest(digest));
      try {
        await access(file);
        return true;
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return false;
        throw readFailure(file, error);
      }
    },
  };
}

function fileOf(root: string, digest: Digest): string {
  return join(root, digest.slice(0, 2), digest.slice(2));
}

/** Whether `file` is an intact copy of `bytes`. One that cannot be read is none: what is wrong shows when it is replaced. */
async function holds(file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return (await readFile(file)).equals(bytes);
  } catch {
    return false;
  }
}

async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const temp = await writeTemp(dirname(file), bytes);
  try {
    await rename(temp, file);
  } catch (error) {
    discard(temp);
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function read(file: string, digest: Digest): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw new LonghaulError('BLOB_MISSING', { digest, file });
    throw readFailure(file, error);
  }
}
