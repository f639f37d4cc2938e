import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../src/config/package.js';

/** One JSON file a story, and in `blobs` what the histories only refer to. */
export const HISTORIES = join(PACKAGE_ROOT, 'test', 'histories');

export function historyFile(story: string): string {
  return join(HISTORIES, `${story}.json`);
}

/** Folder of the blob store. */
export const HISTORY_BLOBS = join(HISTORIES, 'blobs');
