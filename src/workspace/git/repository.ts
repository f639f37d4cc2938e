import { realpath, stat } from 'node:fs/promises';
import { LonghaulError } from '../../config/errors.js';
import { GitFailed, git } from './git.js';

/** A git repository, seen from a folder in it. */
export interface Repository {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** The git directory that all its worktrees share: absolute, without symbolic links. */
  readonly common: string;
  /** Way from the top of the working tree to the folder: '' or 'packages/app/'. */
  readonly prefix: string;
}

/**
 * The repository `folder` belongs to.
 *
 * @throws LonghaulError WORKTREE_FAILED when there is none, or git cannot be used.
 */
export async function findRepository(folder: string): Promise<Repository> {
  await requireFolder(folder);
  const place = { folder };
  try {
    const found = await git(place, [
      'rev-parse',
      '--is-inside-work-tree',
      '--path-format=absolute',
      '--git-common-dir',
    ]);
    const [, inside, common] = /^(true|false)\n(.*)\n$/s.exec(found) ?? [];
    if (inside !== 'true' || common === undefined) {
      throw new LonghaulError('WORKTREE_FAILED', { reason: `${folder} is not in a working tree of git` });
    }
    const prefix = (await git(place, ['rev-parse', '--show-prefix'])).replace(/\n$/, '');
    return { folder, common: await realpath(common), prefix };
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    throw new LonghaulError('WORKTREE_FAILED', { reason: `${folder}: ${error.message}` }, { cause: error });
  }
}

/**
 * The commit that the folder's working tree stands at; null where there is no repository, or no commit in it.
 *
 * Never throws for what a folder can be: a run without worktrees does not care.
 */
export async function headOf(folder: string): Promise<string | null> {
  try {
    return (await git({ folder }, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).trim();
  } catch (error) {
    if (error instanceof GitFailed) return null;
    throw error;
  }
}

/** Of a missing folder the operating system says the same as of a missing git. */
async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw new LonghaulError('WORKTREE_FAILED', { reason: `there is no folder ${folder}` });
}
