import { GitFailed, type GitPlace, git, type Setting } from './git.js';

/**
 * Settings that switch off every filter program (Git LFS, git-crypt and the like): a repository's own settings may name
 * any program as one. Files keep the form in which they are committed.
 *
 * @throws GitFailed
 */
export async function withoutFilters(place: GitPlace): Promise<readonly Setting[]> {
  const names = new Set((await keysOf(place)).map((key) => key.slice(0, key.lastIndexOf('.'))));
  return [...names].flatMap((filter): Setting[] => [
    [`${filter}.smudge`, ''],
    [`${filter}.clean`, ''],
    [`${filter}.process`, ''],
    [`${filter}.required`, 'false'],
  ]);
}

async function keysOf(place: GitPlace): Promise<readonly string[]> {
  try {
    const keys = await git(place, ['config', '-z', '--name-only', '--get-regexp', '^filter\\..*\\.']);
    return keys.split('\0').filter((key) => key !== '');
  } catch (error) {
    if (error instanceof GitFailed && error.exitCode === 1) return []; // there is none
    throw error;
  }
}
