// One agent's git worktree: made at the run's base commit, found again by later legs, removed when nothing came of it.
//
// Owns: the folder, its record inside the repository's git directory, the agent's branch.
//
// W1  A worktree with a marker in its record is whole, and its agent may have worked in it. Without a marker no agent
//     has: it holds no work, whoever died while making or removing it.
// W2  It is made in this order: record and branch, files, marker; and removed in this one: marker, files, record, branch.
// W3  Only what is unchanged is removed, and the branch only while it stands at the base commit.
// W4  Which repository the files belong to is never read from the worktree, where the agent writes: git is told.
// W5  Records and branches are added and removed by one at a time in a repository. Files are written by all at once.

import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LonghaulError } from '../../config/errors.js';
import { systemCode } from '../../storage/system-error.js';
import { withoutFilters } from '../git/filters.js';
import { git } from '../git/git.js';
import type { Leaving, Workspace } from '../workspace.js';
import { commitAt, exists, isUnchanged } from './changes.js';
import { isForPersons } from './failure.js';
import type { RunPlace, WorktreePlace } from './place.js';
import { enterSubfolder } from './subfolder.js';
import { inTurn } from './turns.js';

/** A worktree and what it belongs to. `base` is the full name of a commit. */
export interface Worktree {
  readonly run: RunPlace;
  readonly place: WorktreePlace;
  readonly base: string;
}

/** The worktree as its agent left it, or a new one. @throws what `worktreeFailure` knows. */
export async function openWorktree(worktree: Worktree): Promise<Workspace> {
  const { run, place } = worktree;
  await requireCommit(worktree);
  const record = await inTurn(run.lock, () => findOrAdd(worktree));
  try {
    if (record === 'added') await writeFiles(place);
    else await restoreLink(place);
    const path = await enterSubfolder(place.folder, run.repository.prefix);
    return { path, finish: () => leaveWorktree(worktree) };
  } catch (error) {
    await leaveWorktree(worktree); // on a full disk, not to stay there half-made
    throw error;
  }
}

/** Removes the worktree when it is unchanged, or was never whole. What cannot be looked at or removed is kept. */
export async function leaveWorktree(worktree: Worktree): Promise<Leaving> {
  const { run, place, base } = worktree;
  try {
    const state = await stateOf(place);
    if (state === 'stray') return kept(place);
    if (state === 'whole' && !(await isUnchanged(place, base))) return await keptWhereItIs(place);
    await inTurn(run.lock, () => remove(worktree));
    return { kind: 'nothing' };
  } catch (error) {
    if (isForPersons(error)) return kept(place);
    throw error;
  }
}

/** Name of the file in a worktree's record that says it is whole (W1). */
const MARKER = 'longhaul';

/** `stray`: files without a record, which somebody else has removed. */
type State = 'none' | 'half' | 'whole' | 'stray';

async function stateOf({ folder, gitDir }: WorktreePlace): Promise<State> {
  if (await exists(join(gitDir, MARKER))) return 'whole';
  if (await exists(gitDir)) return 'half';
  return (await exists(folder)) && (await readdir(folder)).length > 0 ? 'stray' : 'none';
}

async function requireCommit({ run, base }: Worktree): Promise<void> {
  const there = /^[0-9a-f]{40,64}$/.test(base) && (await commitAt(run.repository, base)) === base;
  if (!there) throw new LonghaulError('WORKTREE_FAILED', { reason: `the repository has no commit ${base}` });
}

async function findOrAdd(worktree: Worktree): Promise<'found' | 'added'> {
  const { run, place, base } = worktree;
  const { folder, branch } = place;
  const state = await stateOf(place);
  if (state === 'whole' && (await exists(folder))) return 'found';
  if (state === 'stray') {
    throw new LonghaulError('WORKTREE_FAILED', { reason: `${folder} has files, but git does not know it any more` });
  }
  await remove(worktree);
  const { repository } = run;
  // A branch that outlived its worktree has commits of the agent: it goes on from them.
  const isNew = (await commitAt(repository, `refs/heads/${branch}`)) === null;
  const target = isNew ? ['--no-track', '-b', branch, '--', folder, base] : ['--', folder, branch];
  await git(repository, ['worktree', 'add', '--quiet', '--no-checkout', ...target]);
  return 'added';
}

async function writeFiles({ folder, gitDir }: WorktreePlace): Promise<void> {
  const files = { folder, repository: gitDir };
  const settings = await withoutFilters(files);
  await git({ ...files, settings }, ['reset', '--hard', '--quiet', '--no-recurse-submodules']);
  await writeFile(join(gitDir, MARKER), '');
}

/** For git as the agent calls it: it may have removed the link to its repository, or the folder (W4). */
async function restoreLink({ folder, gitDir }: WorktreePlace): Promise<void> {
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(join(folder, '.git'), `gitdir: ${gitDir}\n`, { flag: 'wx' });
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

/** To be called in turn (W5), for what holds no work. */
async function remove({ run, place: { folder, gitDir, branch }, base }: Worktree): Promise<void> {
  await rm(join(gitDir, MARKER), { force: true });
  await removeTree(folder);
  await removeTree(gitDir);
  const ref = `refs/heads/${branch}`;
  if ((await commitAt(run.repository, ref)) === base) await git(run.repository, ['update-ref', '-d', ref, base]);
}

/** Tries again when something else writes into it at this moment, such as a git that outlived its worker. */
function removeTree(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function kept({ folder, branch }: WorktreePlace): Leaving {
  return { kind: 'worktree', path: folder, branch };
}

/** With the branch the agent has gone over to, where it did. */
async function keptWhereItIs(place: WorktreePlace): Promise<Leaving> {
  const record = { folder: place.gitDir, repository: place.gitDir };
  const branch = (await git(record, ['rev-parse', '--abbrev-ref', 'HEAD'])).trim();
  return kept(branch === 'HEAD' ? place : { ...place, branch });
}
