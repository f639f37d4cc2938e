import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallId } from '../interpreter/call.js';
import type { CleanRequest, LeftWorktree } from '../workflows/ports.js';
import { isAbsent } from './absent.js';
import { git } from './git/git.js';
import { findRepository } from './git/repository.js';
import { worktreeFailure } from './worktree/failure.js';
import {
  branchFolder,
  callOfBranch,
  callOfFolder,
  placeOfAgent,
  placeOfRun,
  placeOnBranch,
  type RunPlace,
} from './worktree/place.js';
import { leaveWorktree } from './worktree/worktree.js';

/**
 * Removes what the agents of a run have left unchanged, in whatever state a killed worker left it; answers what is kept,
 * in the order of the calls. To be called when no agent of the run is at work. `root` as for `openWorkspace`.
 *
 * @throws LonghaulError WORKTREE_FAILED when the repository cannot be looked at.
 */
export async function cleanWorkspaces({ run, workspace, base }: CleanRequest, root: string): Promise<LeftWorktree[]> {
  try {
    const place = await placeOfRun(await findRepository(workspace), run, root);
    const branches = await branchesOf(place);
    const calls = new Set([...branches.keys(), ...(await recordedCalls(place))]);
    const left: LeftWorktree[] = [];
    for (const call of [...calls].sort((a, b) => a - b)) {
      const branch = branches.get(call);
      const worktree = branch === undefined ? placeOfAgent(place, call, '') : placeOnBranch(place, call, branch);
      const leaving = await leaveWorktree({ run: place, place: worktree, base });
      if (leaving.kind === 'worktree') left.push({ call, path: leaving.path, branch: leaving.branch });
    }
    return left;
  } catch (error) {
    throw worktreeFailure(error);
  }
}

/** Also half-made and half-removed ones: each is known by a folder, a record or a branch. */
async function recordedCalls(place: RunPlace): Promise<readonly CallId[]> {
  const names = [...(await namesIn(place.folder)), ...(await namesIn(join(place.repository.common, 'worktrees')))];
  return names.map((name) => callOfFolder(place, name)).filter((call) => call !== null);
}

async function branchesOf(place: RunPlace): Promise<ReadonlyMap<CallId, string>> {
  const pattern = `refs/heads/${branchFolder(place)}`;
  const names = await git(place.repository, ['for-each-ref', '--format=%(refname:lstrip=2)', pattern]);
  const found = new Map<CallId, string>();
  for (const branch of names.split('\n')) {
    const call = callOfBranch(place, branch);
    if (call !== null) found.set(call, branch);
  }
  return found;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
