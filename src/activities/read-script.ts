import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isLonghaulError, LonghaulError } from '../config/errors.js';
import { messageOf } from '../config/message-of.js';
import { compileScript, LARGEST_SCRIPT } from '../script/compile.js';
import type { ReadScriptResult, RunActivities } from '../workflows/ports.js';

/** Whatever is wrong with the file or the script is for the script that named it to handle: it is refused, with words. */
export const readScript: RunActivities['readScript'] = async ({ path, workspace }): Promise<ReadScriptResult> => {
  try {
    const text = await textOf(resolve(workspace, path), path);
    return { kind: 'script', script: compileScript({ file: path, text }) };
  } catch (error) {
    if (isLonghaulError(error)) return { kind: 'refused', message: error.message };
    throw error;
  }
};

/** `shown` is the path as the script wrote it. */
async function textOf(path: string, shown: string): Promise<string> {
  const file = await opened(path, shown);
  try {
    const kind = await file.stat();
    if (!kind.isFile())
      throw new LonghaulError('SCRIPT_UNREADABLE', { file: shown, reason: 'it is not a regular file' });
    if (kind.size > LARGEST_SCRIPT) {
      const reason = `it has ${kind.size} bytes; at most ${LARGEST_SCRIPT} are accepted`;
      throw new LonghaulError('SCRIPT_UNREADABLE', { file: shown, reason });
    }
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function opened(path: string, shown: string): Promise<FileHandle> {
  try {
    // Without waiting: opening a pipe would wait for its other end.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new LonghaulError('SCRIPT_UNREADABLE', { file: shown, reason: messageOf(error) }, { cause: error });
  }
}
