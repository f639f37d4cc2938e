import { Context } from '@temporalio/activity';
import type { RunActivities } from '../workflows/ports.js';
import { cleanWorkspaces } from '../workspace/clean-workspaces.js';

const HEARTBEAT_MS = 500;

/** `root` is the absolute path of the storage that the worktrees are made in. */
export function createCleaning(root: string): Pick<RunActivities, 'cleanWorkspaces'> {
  return {
    async cleanWorkspaces(request) {
      const context = Context.current();
      const heartbeat = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
      try {
        return await cleanWorkspaces(request, root);
      } finally {
        clearInterval(heartbeat);
      }
    },
  };
}
