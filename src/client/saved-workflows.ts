import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../agent/context/places.js';
import { LonghaulError } from '../config/errors.js';
import {
  type ListedFile,
  type ListedFolder,
  type RegistryFolder,
  registryFolders,
  resolveSaved,
  type SavedWorkflows,
} from '../script/registry.js';

export interface SavedWorkflowsPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** Folder of the workflows that come with Longhaul; the package's own unless given. */
  readonly bundled?: string;
}

/**
 * Reads every saved workflow that can be named from a directory (DIALECT, "Saved workflows"). Never throws for what the
 * folders hold: what cannot be read or compiled is listed as refused.
 */
export async function loadSavedWorkflows(place: SavedWorkflowsPlace): Promise<SavedWorkflows> {
  const cwd = resolve(place.cwd);
  const configDir = place.env.CLAUDE_CONFIG_DIR;
  const folders = registryFolders({
    cwd,
    repoRoot: await repositoryRoot(cwd),
    home: place.home,
    configDir: configDir ? resolve(cwd, configDir) : undefined,
    bundled: place.bundled ?? BUNDLED,
  });
  return resolveSaved(await Promise.all(folders.map(listFolder)));
}

/** `workflows/` beside `src/` and `dist/` alike. */
const BUNDLED = fileURLToPath(new URL('../../workflows', import.meta.url));

async function listFolder({ origin, path }: RegistryFolder): Promise<ListedFolder> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const scripts = entries.filter(isScript).map((entry) => join(path, entry.name));
    return { origin, files: await Promise.all(scripts.map(readListed)) };
  } catch (error) {
    const absent = isErrno(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    return { origin, files: absent ? [] : [unreadable(path, error)] };
  }
}

function isScript(entry: Dirent): boolean {
  return entry.name.endsWith('.js') && (entry.isFile() || entry.isSymbolicLink());
}

async function readListed(file: string): Promise<ListedFile> {
  try {
    return { file, text: await readFile(file, 'utf8') };
  } catch (error) {
    return unreadable(file, error);
  }
}

/** Only errors of the file system are listed; anything else is a bug and passes through. */
function unreadable(file: string, error: unknown): ListedFile {
  if (!isErrno(error)) throw error;
  const reason = error.code ?? error.message;
  return { file, error: new LonghaulError('SCRIPT_UNREADABLE', { file, reason }, { cause: error }) };
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}
