// Files a script under a name, where `longhaul run NAME` and Claude Code find it.
//
// S1  Nothing is written through a symbolic link, and nothing outside of the folder that was named.
// S2  A file that holds another script is replaced only when that is asked for.
// S3  The text stays as it is, but for `meta.name` where another name is wanted.

import { lstat, mkdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { projectDirectories, repositoryRoot, userFolder } from '../agent/context/places.js';
import { LonghaulError } from '../config/errors.js';
import { compileScript } from '../script/compile.js';
import type { ScriptFile } from '../script/source.js';
import { renamed } from '../script/rename.js';
import { createWhole } from '../storage/exclusive-file.js';
import { systemCode, systemReason } from '../storage/system-error.js';
import { replaceFile } from '../storage/temp-file.js';
import type { SavedWorkflowsPlace } from './saved-workflows.js';

/** Whose a saved workflow is: of everybody who works in the project, or of one person in all projects. */
export type SaveTo = 'project' | 'personal';

export interface SaveRequest {
  /** A script that compiles. */
  readonly script: ScriptFile;
  /** Also the name of the file. */
  readonly name: string;
  readonly to: SaveTo;
  readonly replace: 'never' | 'other scripts';
}

/** Absolute path of the file; it may not exist yet. @throws LonghaulError WORKFLOW_NAME_REFUSED */
export async function savedFile(name: string, to: SaveTo, place: SavedWorkflowsPlace): Promise<string> {
  const reason = whyNoName(name);
  if (reason !== null) throw new LonghaulError('WORKFLOW_NAME_REFUSED', { name, reason });
  return join(await claudeFolder(to, place), 'workflows', `${name}.js`);
}

/** Where a script goes when nobody says: to the project, inside of a repository. */
export async function usualTarget({ cwd }: Pick<SavedWorkflowsPlace, 'cwd'>): Promise<SaveTo> {
  return (await repositoryRoot(resolve(cwd))) === null ? 'personal' : 'project';
}

/**
 * Saves a script. Returns its file, also when that holds it already.
 *
 * @throws LonghaulError WORKFLOW_NAME_REFUSED, SAVE_REFUSED for links on the way and what the file system does not let
 * us write, and SAVE_EXISTS
 */
export async function saveWorkflow(
  { script, name, to, replace }: SaveRequest,
  place: SavedWorkflowsPlace,
): Promise<string> {
  const file = await savedFile(name, to, place);
  const { meta } = compileScript(script);
  const text = meta.name === name ? script.text : renamed(script, name);
  try {
    for (const path of [dirname(dirname(file)), dirname(file), file]) await refuseLink(path, file);
    await mkdir(dirname(file), { recursive: true });
    const there = await textAt(file);
    if (there === text) return file;
    if (there !== null && replace === 'never') throw new LonghaulError('SAVE_EXISTS', { file });
    if (there !== null) await replaceFile(file, text, MODE);
    else if ((await createWhole(file, text, MODE)) === 'exists') throw new LonghaulError('SAVE_EXISTS', { file });
  } catch (error) {
    const reason = systemReason(error);
    throw reason === undefined ? error : refused(file, reason, error);
  }
  return file;
}

/** Whoever shares the folder may read it. */
const MODE = 0o644;

const LONGEST_NAME = 200;

/** Why a name cannot be that of a file that `run` finds by it; null when it can. */
function whyNoName(name: string): string | null {
  if (name.trim() === '') return 'it is empty';
  if (name !== name.trim()) return 'it begins or ends with a blank';
  if (/[/\\]/.test(name)) return 'it holds a slash, so it would be taken for a path';
  if (name.endsWith('.js')) return 'it ends with .js, so it would be taken for a path';
  if (name.startsWith('.')) return 'it begins with a dot';
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return 'it holds characters that are not shown';
  return Buffer.byteLength(name) > LONGEST_NAME ? `it has more than ${LONGEST_NAME} bytes` : null;
}

/** The nearest `.claude` of the project, or the one its root will have; the person's own. */
async function claudeFolder(to: SaveTo, { cwd, env, home }: SavedWorkflowsPlace): Promise<string> {
  const at = resolve(cwd);
  const own = userFolder(at, { env, home });
  if (to === 'personal') return own;
  const project = (await repositoryRoot(at)) ?? at;
  const folders = projectDirectories({ workspace: at, project })
    .map((directory) => join(directory, '.claude'))
    .filter((folder) => folder !== own);
  for (const folder of folders) if ((await kindOf(folder)) !== 'absent') return folder;
  return join(project, '.claude');
}

async function kindOf(path: string): Promise<'absent' | 'link' | 'other'> {
  try {
    return (await lstat(path)).isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'absent';
    throw error;
  }
}

async function refuseLink(path: string, file: string): Promise<void> {
  if ((await kindOf(path)) === 'link') throw refused(file, `${path} is a symbolic link`); // S1
}

async function textAt(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function refused(file: string, reason: string, cause?: unknown): LonghaulError {
  return new LonghaulError('SAVE_REFUSED', { file, reason }, { cause });
}
