import { lstatSync, readdirSync, readlinkSync } from 'node:fs';

/** What judging a path asks of the file system. Nothing here throws: what cannot be looked at is not there. */
export interface Disk {
  /** The target of a symbolic link as it is written; null for everything else. */
  linkTarget(path: string): string | null;
  /** Names of what lies in a directory; none for everything else. */
  entries(path: string): readonly string[];
}

/** Looked at synchronously: a few `lstat` a call, and a verdict that nothing can come between. */
export const hostDisk: Disk = {
  linkTarget(path) {
    return looked(() => (lstatSync(path).isSymbolicLink() ? readlinkSync(path) : null)) ?? null;
  },
  entries(path) {
    return looked(() => readdirSync(path)) ?? [];
  },
};

/** A missing file and one that must not be looked at are the same here: what then uses the path meets the error. */
function looked<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
