import { release, type } from 'node:os';
import { GitFailed, git } from '../../workspace/git/git.js';
import type { Places } from './places.js';

/** What agents are told of where they are. Recorded when the run starts: it would else break caches with each day. */
export interface AgentEnvironment {
  readonly platform: string;
  readonly system: string;
  /** YYYY-MM-DD, the day the run started. */
  readonly date: string;
  /** Null where there is none; hostile text, in one line. */
  readonly branch: string | null;
}

export async function readEnvironment({ workspace }: Places, date: string): Promise<AgentEnvironment> {
  return { ...machineOn(date), branch: await branchOf(workspace) };
}

export function machineOn(date: string): Omit<AgentEnvironment, 'branch'> {
  return { platform: process.platform, system: `${type()} ${release()}`, date };
}

/** Git lets no control characters and no blanks into the names of branches. */
async function branchOf(folder: string): Promise<string | null> {
  try {
    const branch = await git({ folder }, ['symbolic-ref', '--short', 'HEAD']);
    return branch.trim();
  } catch (error) {
    if (error instanceof GitFailed) return null; // no repository, or a commit instead of a branch
    throw error;
  }
}
