// Files beside the one that is written, which take its name when they are whole, and what becomes of those whose process
// was killed before.
//
// W1  The name tells the file it is for, the machine, and the process that writes it, whatever their names are.
// W2  Removed is only a regular file with such a name, for this very path, whose process was on this machine and is gone.

import { randomUUID } from 'node:crypto';
import { lstat, readdir, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { identify, type ProcessIdentity, self } from '../../../server/process/identity.js';
import { digestOf } from '../../../storage/digest.js';

/** Name of a new file in the folder of `path`, for what this process writes there. */
export function tempNameFor(path: string): string {
  me ??= self();
  return `${prefixOf(path)}${me.pid}-${mark(me.started)}-${randomUUID().slice(0, 8)}.tmp`;
}

/** Removes what writes of `path`, absolute and without links, have left (W2). What cannot be removed stays. */
export async function removeTornWrites(path: string): Promise<void> {
  const prefix = prefixOf(path);
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(prefix) || !isOrphan(name.slice(prefix.length))) continue;
    const torn = join(dirname(path), name);
    const isFile = await lstat(torn).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) await unlink(torn).catch(() => undefined);
  }
}

let me: ProcessIdentity | undefined;

function prefixOf(path: string): string {
  return `.longhaul-${mark(basename(path))}-${mark(hostname())}-`;
}

/** Whether nobody writes it any more; false for what is none of our names. */
function isOrphan(rest: string): boolean {
  const [, pid, started] = /^(\d{1,10})-([0-9a-f]{12})-[0-9a-f]{8}\.tmp$/.exec(rest) ?? [];
  if (pid === undefined) return false;
  const now = identify(Number(pid));
  return now === undefined || mark(now.started) !== started;
}

/** Safe in a name, and short. */
function mark(text: string): string {
  return digestOf(Buffer.from(text)).slice(0, 12);
}
