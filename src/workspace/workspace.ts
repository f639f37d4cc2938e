import type { KeptWorktree } from '../workflows/ports.js';

/** The directory one agent works in, over all its legs. */
export interface Workspace {
  /** Absolute path. */
  readonly path: string;
  /**
   * To be called when the agent has ended for good, and nothing it started is alive. Never throws: what cannot be looked
   * at or removed counts as left. Calling it again, also in another process, gives the same.
   */
  finish(): Promise<Leaving>;
}

/** What an agent has left behind in a workspace of its own. */
export type Leaving = { readonly kind: 'nothing' } | ({ readonly kind: 'worktree' } & KeptWorktree);

/** A directory that is there before the agents of a run, and stays after them. */
export function sharedWorkspace(path: string): Workspace {
  return { path, finish: async () => ({ kind: 'nothing' }) };
}
