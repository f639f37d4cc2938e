import { copyFile, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAbsent } from '../absent.js';
import { withoutFilters } from './filters.js';
import { GitFailed, type GitPlace, git } from './git.js';

/** Milliseconds git may take. What it takes longer for is not worth the wait. */
const PATIENCE_MS = 20_000;

/**
 * The git tree that the folder's working tree would be if all of it were committed now, with the files that git does not
 * know and without those it ignores: equal for equal files. Nothing of the repository is changed. Null where there is no
 * working tree, git cannot tell, or it takes too long.
 */
export async function treeOf(folder: string): Promise<string | null> {
  const temp = await mkdtemp(join(tmpdir(), 'longhaul-tree-'));
  try {
    return await writtenTree({ folder, timeoutMs: PATIENCE_MS }, temp);
  } catch (error) {
    if (error instanceof GitFailed || isAbsent(error)) return null;
    throw error;
  } finally {
    await rm(temp, { recursive: true, force: true });
  }
}

/** On a copy of the index, since what that says of unchanged files spares reading them. New objects go to `temp`. */
async function writtenTree(place: GitPlace, temp: string): Promise<string> {
  const paths = ['--show-toplevel', '--path-format=absolute', '--git-path', 'index', '--git-path', 'objects'];
  const [top = '', index = '', objects = ''] = (await git(place, ['rev-parse', ...paths])).split('\n');
  await copyWithTime(index, join(temp, 'index')).catch((error: unknown) => {
    if (!isAbsent(error)) throw error; // nothing was added yet
  });
  const files: GitPlace = {
    ...place,
    folder: top,
    settings: await withoutFilters(place),
    variables: {
      GIT_INDEX_FILE: join(temp, 'index'),
      GIT_OBJECT_DIRECTORY: temp,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
    },
  };
  await git(files, ['add', '--all', '.']);
  return (await git(files, ['write-tree'])).trim();
}

/** With its time, too: git reads files again that changed no earlier than their index, since those may have changed unseen. */
async function copyWithTime(from: string, to: string): Promise<void> {
  const { atime, mtime } = await stat(from);
  await copyFile(from, to);
  await utimes(to, atime, mtime);
}
