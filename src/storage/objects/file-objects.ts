// Objects as files: `<root>/<name>`.
//
// F1  A file with a final name is whole: bytes go to a temp file beside it, which gets the name when it is on disk.
// F2  What `write` has put survives a loss of power: file and folder are synced. `create` syncs the file, not its name.
// F3  Writers need no lock: one replaces the file of another in one step, and creating is exclusive.
//
// On a file system without hard links F1 holds but for a reader, or a crash, in the moment of creating.

import { readFileSync, type Stats, statSync } from 'node:fs';
import { open, readFile, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CreateFile, createWhole } from '../exclusive-file.js';
import { readFailure, systemCode, writeFailure } from '../system-error.js';
import { replaceFile } from '../temp-file.js';
import type { ObjectStore } from './object-store.js';

/** Objects in the folder `root`, an absolute path, which is made, for the owner only, when the first one is put. */
export function fileObjects(root: string, createFile: CreateFile = createWhole): ObjectStore {
  const fileOf = (name: string): string => join(root, name);
  return {
    atOnce: 1,
    placeOf: fileOf,

    async read(name) {
      const file = fileOf(name);
      try {
        const size = sizeOf(file);
        if (size === null) return null;
        return size < SMALL_BYTES ? readFileSync(file) : await readFile(file);
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return null;
        throw readFailure(file, error);
      }
    },

    async has(name) {
      const file = fileOf(name);
      try {
        return sizeOf(file) !== null;
      } catch (error) {
        throw readFailure(file, error);
      }
    },

    async write(name, bytes) {
      const file = fileOf(name);
      try {
        await replaceFile(file, bytes);
        await syncFolder(dirname(file));
      } catch (error) {
        throw writeFailure(file, error);
      }
    },

    async settle(name) {
      const file = fileOf(name);
      try {
        const now = new Date();
        await utimes(file, now, now);
        await syncFolder(dirname(file));
      } catch (error) {
        throw writeFailure(file, error);
      }
    },

    async create(name, bytes) {
      const file = fileOf(name);
      try {
        return await createFile(file, bytes);
      } catch (error) {
        throw writeFailure(file, error);
      }
    },
  };
}

/** Below it asking the thread pool for a file costs more than reading it. */
const SMALL_BYTES = 64 * 1024;

/** Not by an error, which costs more than the question: the first file of every agent is missing. */
function sizeOf(file: string): number | null {
  const stats: Stats | undefined = statSync(file, { throwIfNoEntry: false });
  return stats?.size ?? null;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
