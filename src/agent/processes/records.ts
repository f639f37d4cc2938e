import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ProcessIdentity } from '../../server/process/identity.js';
import { digestOf } from '../../storage/digest.js';
import { systemCode } from '../../storage/system-error.js';

/** The agent whose processes are recorded. */
export interface Owner {
  readonly run: string;
  readonly call: number;
}

/**
 * The process groups that one leg has started and that may still be there: an empty file each, named after its leader.
 * They need not outlive the machine, since the processes do not either.
 */
export interface Records {
  readonly folder: string;
  /** Tells the processes of this leg from all others; of letters, digits and `-`. */
  readonly mark: string;
  add(leader: ProcessIdentity): Promise<void>;
  remove(leader: ProcessIdentity): Promise<void>;
  removeAll(): Promise<void>;
}

/** What a leg left behind. */
export interface Leftovers {
  readonly folder: string;
  readonly mark: string;
  readonly leaders: readonly ProcessIdentity[];
}

/** New records of a leg, in a folder of their own in `root`. */
export async function openRecords(root: string, owner: Owner, leg: number): Promise<Records> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(root, `${prefixOf(owner)}${leg}-`));
  return {
    folder,
    mark: basename(folder),
    add: (leader) => writeFile(join(folder, nameOf(leader)), '', { mode: 0o600 }),
    remove: (leader) => rm(join(folder, nameOf(leader)), { force: true }),
    removeAll: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The records of all legs of an agent. */
export async function readLeftovers(root: string, owner: Owner): Promise<readonly Leftovers[]> {
  const marks = (await namesIn(root)).filter((name) => name.startsWith(prefixOf(owner)));
  return Promise.all(
    marks.map(async (mark) => {
      const folder = join(root, mark);
      return { folder, mark, leaders: (await namesIn(folder)).map(leaderOf) };
    }),
  );
}

/** Ids of runs are chosen by others; a digest is safe in a name. */
function prefixOf({ run, call }: Owner): string {
  return `${digestOf(Buffer.from(JSON.stringify([run, call]))).slice(0, 32)}-`;
}

function nameOf({ pid, started }: ProcessIdentity): string {
  return `${pid}.${started}`;
}

function leaderOf(name: string): ProcessIdentity {
  const dot = name.indexOf('.');
  return { pid: Number(name.slice(0, dot)), started: name.slice(dot + 1) };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}
