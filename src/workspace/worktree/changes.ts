import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbsent } from '../absent.js';
import { withoutFilters } from '../git/filters.js';
import { GitFailed, type GitPlace, git } from '../git/git.js';
import type { WorktreePlace } from './place.js';

/**
 * Whether the worktree stands as it was made at the commit `base`: no other commit, no change, no new file. Files that
 * git ignores do not count. A folder that is gone holds no change.
 *
 * @throws GitFailed when git cannot tell.
 */
export async function isUnchanged(place: WorktreePlace, base: string): Promise<boolean> {
  const record = { folder: place.gitDir, repository: place.gitDir };
  const head = await commitAt(record, 'HEAD');
  const tip = await commitAt(record, `refs/heads/${place.branch}`);
  if (head !== base || (tip ?? base) !== base) return false;
  if (!(await exists(place.folder))) return true;
  const files = { folder: place.folder, repository: place.gitDir, settings: await withoutFilters(record) };
  return (await git(files, STATUS)) === '' && !(await hidesChanges(files));
}

/** The commit a ref stands at; null when there is no such ref. @throws GitFailed */
export async function commitAt(place: GitPlace, ref: string): Promise<string | null> {
  try {
    return (await git(place, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])).trim();
  } catch (error) {
    if (error instanceof GitFailed && error.exitCode === 1) return null;
    throw error;
  }
}

export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/** Of submodules only the commit they stand at: git would start itself in them, under settings that an agent can write. */
const STATUS = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=normal', '--ignore-submodules=dirty'];

/** Whether something may be changed where `git status` does not look: marked files, and submodules that were filled. */
async function hidesChanges(files: GitPlace): Promise<boolean> {
  const index = await git(files, ['ls-files', '-z', '-v', '--stage']);
  for (const entry of index.split('\0')) {
    const [, tag = '', mode, path = ''] = /^(\S) (\d+) [^\t]*\t(.*)$/s.exec(entry) ?? [];
    if (tag >= 'a' && tag <= 'z') return true; // assumed to be unchanged
    if (tag === 'S' && (await exists(join(files.folder, path)))) return true;
    if (mode === GITLINK && (await hasEntries(join(files.folder, path)))) return true;
  }
  return false;
}

const GITLINK = '160000';

async function hasEntries(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
