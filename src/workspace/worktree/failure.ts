import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import { systemCode } from '../../storage/system-error.js';
import { GitFailed } from '../git/git.js';

/** What to throw to whoever wants a worktree: WORKTREE_FAILED with the reason; a bug of ours as it is. */
export function worktreeFailure(error: unknown): unknown {
  if (!isForPersons(error) || (isLonghaulError(error) && error.code === 'WORKTREE_FAILED')) return error;
  return new LonghaulError('WORKTREE_FAILED', { reason: messageOf(error) }, { cause: error });
}

/** Whether git, the operating system or a lock says that something cannot be done: no bug of ours. */
export function isForPersons(error: unknown): boolean {
  return error instanceof GitFailed || isLonghaulError(error) || systemCode(error) !== undefined;
}
