import { constants } from 'node:fs';
import { access, chmod, type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../../../storage/system-error.js';
import { discard, writeTemp } from '../../../storage/temp-file.js';
import type { Files, NoFile, OpenFile } from './files.js';
import { removeTornWrites, tempNameFor } from './torn-writes.js';

const HEAD_BYTES = 8_192;
const CHUNK_BYTES = 256 * 1024;
/** Before the umask, as every program makes files. */
const NEW_FILE_MODE = 0o666;

/** The file system of this machine. */
export const localFiles: Files = {
  async open(path) {
    // Opening a pipe would wait for its other end; without waiting it can be told apart by its kind.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const opened = await describe(handle);
      if (opened.kind !== 'file') await handle.close();
      return opened;
    } catch (error) {
      await handle.close();
      throw error;
    }
  },

  async replace(path, content, mode) {
    // Renaming would get past the write protection of the file itself.
    if (mode !== null) await access(path, constants.W_OK);
    await makeFolder(dirname(path));
    const temp = await writeTemp(dirname(path), content, mode ?? NEW_FILE_MODE, tempNameFor(path));
    try {
      // The umask does not count for what was there before.
      if (mode !== null) await chmod(temp, mode);
      await rename(temp, path);
    } catch (error) {
      discard(temp);
      throw error;
    }
  },

  removeTorn: removeTornWrites,
};

/** Node's own way to make parents, too, never ends where the system lets nobody make a folder, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  if (await failsWith('ENOENT', mkdirIfAbsent(folder))) {
    await makeFolder(dirname(folder));
    await mkdirIfAbsent(folder);
  }
}

async function mkdirIfAbsent(folder: string): Promise<void> {
  await failsWith('EEXIST', mkdir(folder));
}

/** Whether the work failed with this code of the system; throws what else went wrong. */
async function failsWith(code: string, work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (systemCode(error) === code) return true;
    throw error;
  }
}

async function describe(handle: FileHandle): Promise<OpenFile | NoFile> {
  const stat = await handle.stat();
  if (stat.isDirectory()) return { kind: 'directory' };
  if (!stat.isFile()) return { kind: 'special' };
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  return {
    kind: 'file',
    size: stat.size,
    mode: stat.mode & 0o7777,
    head: buffer.subarray(0, bytesRead),
    chunks: (signal) => chunksOf(handle, signal),
    close: () => handle.close(),
  };
}

async function* chunksOf(handle: FileHandle, signal: AbortSignal): AsyncIterable<Buffer> {
  for (let at = 0; ; ) {
    signal.throwIfAborted();
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
  }
}
