import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallId } from '../../interpreter/call.js';
import { digestOf } from '../../storage/digest.js';
import type { Repository } from '../git/repository.js';

/** Where the worktrees of a run are, and how they are named: all of it follows from the run, so that any worker finds them. */
export interface RunPlace {
  readonly repository: Repository;
  /** Absolute path, without symbolic links, of the folder with all worktrees of the repository. */
  readonly folder: string;
  /** Lock folder of whoever adds or removes worktrees. */
  readonly lock: string;
  /** Begins the names of folders (`<slug>.<call>`) and branches (`longhaul/<slug>/…`) of the run. */
  readonly slug: string;
}

/** One agent's worktree. */
export interface WorktreePlace {
  /** Absolute path of its files, without symbolic links. */
  readonly folder: string;
  /** Its git directory: HEAD and index, inside the repository's own git directory, out of the agent's way. */
  readonly gitDir: string;
  /** Short name of its own branch. */
  readonly branch: string;
}

/** Makes the folder of the repository's worktrees below `root`, an absolute path. @throws what the file system reports. */
export async function placeOfRun(repository: Repository, run: string, root: string): Promise<RunPlace> {
  const digest = digestOf(Buffer.from(repository.common)).slice(0, 16);
  const folder = join(root, 'worktrees', digest);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const real = await realpath(folder);
  return { repository, folder: real, lock: join(real, '.lock'), slug: run.replace(/[^A-Za-z0-9_-]+/g, '-') };
}

/** `label` only serves people who read names of branches. */
export function placeOfAgent(place: RunPlace, call: CallId, label: string): WorktreePlace {
  return placeOnBranch(place, call, `${branchFolder(place)}${[call, ...wordsOf(label)].join('-')}`);
}

export function placeOnBranch({ repository, folder, slug }: RunPlace, call: CallId, branch: string): WorktreePlace {
  const name = `${slug}.${call}`;
  return { folder: join(folder, name), gitDir: join(repository.common, 'worktrees', name), branch };
}

/** What the short names of all branches of the run begin with. */
export function branchFolder({ slug }: RunPlace): string {
  return `longhaul/${slug}/`;
}

/** The call whose folder this is; null for all other names. */
export function callOfFolder({ slug }: RunPlace, name: string): CallId | null {
  return name.startsWith(`${slug}.`) ? callIn(name.slice(slug.length + 1)) : null;
}

/** The call whose branch this is; null for all other names. */
export function callOfBranch(place: RunPlace, branch: string): CallId | null {
  const folder = branchFolder(place);
  return branch.startsWith(folder) ? callIn(branch.slice(folder.length).replace(/-.*/s, '')) : null;
}

const LONGEST_WORDS = 40;

/** Letters and digits only: nothing of it can be special in a ref. */
function wordsOf(label: string): readonly string[] {
  const words =
    label
      .normalize('NFKD')
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-') ?? '';
  const short = words.slice(0, LONGEST_WORDS).replace(/-$/, '');
  return short === '' ? [] : [short];
}

function callIn(text: string): CallId | null {
  return /^[1-9]\d*$/.test(text) ? Number(text) : null;
}
