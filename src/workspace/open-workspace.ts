import { isLonghaulError, LonghaulError } from '../config/errors.js';
import type { CallId } from '../interpreter/call.js';
import type { Outcome } from '../interpreter/outcome.js';
import type { LegRequest } from '../workflows/ports.js';
import { findRepository } from './git/repository.js';
import { sharedWorkspace, type Workspace } from './workspace.js';
import { worktreeFailure } from './worktree/failure.js';
import { placeOfAgent, placeOfRun } from './worktree/place.js';
import { openWorktree, type Worktree } from './worktree/worktree.js';

export interface WorktreeRequest {
  /** Absolute path of the run's workspace: a git repository, or a folder in one. */
  readonly workspace: string;
  /** Commit the repository stood at when the run started; null when there was none. */
  readonly base: string | null;
  readonly run: string;
  readonly call: CallId;
  readonly label: string;
}

export type OpenedWorkspace =
  | { readonly kind: 'open'; readonly workspace: Workspace }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

/**
 * The workspace of a leg's agent: the run's own, or a worktree where the call asks for one. A worktree that cannot be
 * made is an outcome. `root` is the absolute path of the storage.
 */
export async function workspaceFor(
  request: WorktreeRequest & Pick<LegRequest, 'options'>,
  root: string,
): Promise<OpenedWorkspace> {
  if (request.options.isolation !== 'worktree') return { kind: 'open', workspace: sharedWorkspace(request.workspace) };
  try {
    return { kind: 'open', workspace: await openWorkspace(request, root) };
  } catch (error) {
    if (!isLonghaulError(error)) throw error;
    const { message } = error;
    return { kind: 'failed', outcome: { status: 'failed', code: 'WORKTREE_FAILED', message, seen: 'exception' } };
  }
}

/** The agent's worktree, as an earlier leg left it or new. @throws LonghaulError WORKTREE_FAILED */
export async function openWorkspace(request: WorktreeRequest, root: string): Promise<Workspace> {
  try {
    return await openWorktree(await worktreeOf(request, root));
  } catch (error) {
    throw worktreeFailure(error);
  }
}

async function worktreeOf({ workspace, base, run, call, label }: WorktreeRequest, root: string): Promise<Worktree> {
  const repository = await findRepository(workspace);
  if (base === null) {
    const reason = `${workspace} was in no repository with a commit when the run started`;
    throw new LonghaulError('WORKTREE_FAILED', { reason });
  }
  const place = await placeOfRun(repository, run, root);
  return { run: place, place: placeOfAgent(place, call, label), base };
}
