// Saved workflows: which folders hold them, and which file a name stands for (DIALECT, "Saved workflows").
//
// R1  A name is `meta.name`, exactly: no file names, no other case.
// R2  The nearest folder wins: project folders from the working directory up, then personal, then bundled.
// R3  In one folder the first file in order of file names wins.
// R4  A file that cannot be compiled hides nothing; it is listed with its reason.

import { dirname, join } from 'node:path';
import { LonghaulError } from '../config/errors.js';
import { compileScript } from './compile.js';
import type { CompiledScript } from './compiled-script.js';

export type Origin = 'project' | 'personal' | 'bundled';

export interface RegistryFolder {
  readonly origin: Origin;
  /** Absolute. */
  readonly path: string;
}

/** One `.js` file of a registry folder: its text, or why it could not be read. */
export type ListedFile =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly error: LonghaulError };

export interface ListedFolder {
  readonly origin: Origin;
  readonly files: readonly ListedFile[];
}

export interface SavedWorkflow {
  readonly script: CompiledScript;
  readonly origin: Origin;
  /** Files of the same name that this one hides, nearest first. */
  readonly shadows: readonly string[];
}

export interface SavedWorkflows {
  /** One for each name, nearest folder first. */
  readonly workflows: readonly SavedWorkflow[];
  readonly refused: readonly { readonly file: string; readonly error: LonghaulError }[];
}

/** Where saved workflows live; all paths absolute. */
export interface RegistryPlaces {
  readonly cwd: string;
  /** Root of the repository `cwd` is in; null outside of any, where only `cwd` itself counts. */
  readonly repoRoot: string | null;
  readonly home: string;
  /** `$CLAUDE_CONFIG_DIR`; undefined for `~/.claude`. */
  readonly configDir: string | undefined;
  readonly bundled: string;
}

/** The folders to look in, in order of precedence (R2). A personal folder that is also on the way up is personal. */
export function registryFolders(places: RegistryPlaces): RegistryFolder[] {
  const personal = join(places.configDir ?? join(places.home, '.claude'), 'workflows');
  const project = directoriesUp(places.cwd, places.repoRoot ?? places.cwd)
    .map((directory) => join(directory, '.claude', 'workflows'))
    .filter((path) => path !== personal);
  return [
    ...project.map((path) => ({ origin: 'project', path }) as const),
    { origin: 'personal', path: personal },
    { origin: 'bundled', path: places.bundled },
  ];
}

/** Which file each name stands for, given the folders in order of precedence. */
export function resolveSaved(folders: readonly ListedFolder[]): SavedWorkflows {
  const winners = new Map<string, { script: CompiledScript; origin: Origin; shadows: string[] }>();
  const refused: { file: string; error: LonghaulError }[] = [];
  for (const { origin, files } of folders) {
    for (const listed of files.toSorted(byFileName)) {
      const compiled = compileListed(listed);
      if (compiled instanceof LonghaulError) {
        refused.push({ file: listed.file, error: compiled }); // R4
        continue;
      }
      const winner = winners.get(compiled.meta.name);
      if (winner) winner.shadows.push(listed.file);
      else winners.set(compiled.meta.name, { script: compiled, origin, shadows: [] });
    }
  }
  return { workflows: [...winners.values()], refused };
}

/** From a directory up to one that holds it, both included; the first alone when the second does not hold it. */
function directoriesUp(from: string, to: string): string[] {
  const path = [from];
  for (let at = from; at !== to; ) {
    const parent = dirname(at);
    if (parent === at) return [from];
    path.push(parent);
    at = parent;
  }
  return path;
}

/** By code units: the same order on every machine (R3). */
function byFileName(a: ListedFile, b: ListedFile): number {
  if (a.file === b.file) return 0;
  return a.file < b.file ? -1 : 1;
}

function compileListed(listed: ListedFile): CompiledScript | LonghaulError {
  if ('error' in listed) return listed.error;
  try {
    return compileScript(listed);
  } catch (error) {
    if (error instanceof LonghaulError) return error;
    throw error;
  }
}
