import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Disk } from '../disk.js';
import { namesOf } from './links.js';

/** Where an agent works: what its paths count from and which folders are its own. All paths absolute. */
export interface Folders {
  readonly workspace: string;
  /** The workspace under each of its names. */
  readonly workspaceNames: readonly string[];
  readonly home: string;
  /** The workspace and the additional directories, under each of their names. */
  readonly own: readonly string[];
  readonly disk: Disk;
}

export function foldersOf(workspace: string, home: string, additional: readonly string[], disk: Disk): Folders {
  const names = (folder: string): readonly string[] => namesOf(folder, disk) ?? [folder];
  const workspaceNames = names(workspace);
  const others = additional.flatMap((folder) => names(resolve(workspace, expandHome(folder, home))));
  return { workspace, workspaceNames, home, own: [...new Set([...workspaceNames, ...others])], disk };
}

/** `~` and `~/x` as paths below the home; all else as it is. */
export function expandHome(path: string, home: string): string {
  if (path === '~') return home;
  return path.startsWith('~/') ? resolve(home, path.slice(2)) : path;
}

/** Whether `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** Whether all names of a path lie in the agent's own folders. */
export function areOwn(names: readonly string[], folders: Folders): boolean {
  return names.every((name) => folders.own.some((folder) => isWithin(name, folder)));
}
