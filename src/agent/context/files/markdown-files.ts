import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../../../storage/system-error.js';
import { isWithin } from '../../../workspace/contain.js';
import type { TakeNote } from '../note.js';

/** What is looked at below one folder, at most. */
const MOST_ENTRIES = 500;
const MOST_DEPTH = 8;

/**
 * The Markdown files below a folder, in the order of their paths. Links are followed as long as they do not lead out of
 * `within` (null: anywhere) or in circles. A folder that is not there has none.
 */
export async function markdownFiles(folder: string, within: string | null, note: TakeNote): Promise<readonly string[]> {
  const walk: Walk = { within, note, visited: new Set(), left: MOST_ENTRIES };
  await visit(folder, 0, walk);
  const files = [...walk.visited].filter((path) => path.endsWith('.md'));
  return files.sort();
}

interface Walk {
  readonly within: string | null;
  readonly note: TakeNote;
  /** Real paths of files and folders. */
  readonly visited: Set<string>;
  /** Entries that may still be looked at. */
  left: number;
}

async function visit(path: string, depth: number, walk: Walk): Promise<void> {
  if (walk.left <= 0) return;
  walk.left -= 1;
  if (walk.left === 0) walk.note(path, `only the first ${MOST_ENTRIES} entries are looked at`);
  try {
    const real = await realpath(path);
    if (walk.visited.has(real)) return;
    if (walk.within !== null && !isWithin(walk.within, real)) {
      return walk.note(path, `it lies outside of ${walk.within}`);
    }
    const isFolder = (await stat(real)).isDirectory();
    walk.visited.add(real);
    if (!isFolder) return;
    if (depth === MOST_DEPTH) return walk.note(path, `folders more than ${MOST_DEPTH} deep are not looked at`);
    await visitEach(real, depth + 1, walk);
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    const missingFolder = depth === 0 && (code === 'ENOENT' || code === 'ENOTDIR');
    if (!missingFolder) walk.note(path, `it cannot be read (${code})`);
  }
}

async function visitEach(folder: string, depth: number, walk: Walk): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.filter(mayHold)) await visit(join(folder, entry.name), depth, walk);
}

function mayHold(entry: Dirent): boolean {
  return entry.isDirectory() || entry.isSymbolicLink() || entry.name.endsWith('.md');
}
