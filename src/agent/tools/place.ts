import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { systemCode, systemReason } from '../../storage/system-error.js';
import { refused, type ToolContext, type ToolResult } from './tool.js';

/** Where a path of the model leads. Every `path` is absolute, and links on the way to it have been followed. */
export type Place =
  | { readonly kind: 'there'; readonly path: string }
  /** Nothing is there yet. `result` says so, for tools that need something. */
  | { readonly kind: 'missing'; readonly path: string; readonly result: ToolResult }
  | { readonly kind: 'refused'; readonly result: ToolResult };

/** Longest path a tool takes, in characters: no system has longer ones. */
const MOST_PATH_LENGTH = 4_096;

/** A path in the input of a tool. */
export const pathText = z.string().min(1).max(MOST_PATH_LENGTH);

/** The path of one file in the input of a tool. */
export const filePath = pathText.describe('Path of the file, absolute or relative to the working directory');

/**
 * Relative paths start at the workspace; `..` takes back the name before it, and `~` is a name like any other. Whether
 * the agent may go there is not judged here.
 */
export async function placeOf(path: string, { workspace }: Pick<ToolContext, 'workspace'>): Promise<Place> {
  if (path.includes('\0')) return { kind: 'refused', result: refused('A path cannot contain a NUL character.') };
  const target = resolve(workspace, path);
  try {
    const real = await follow(target);
    if (real === null) return { kind: 'refused', result: refused(`${path} leads over a link to nothing.`) };
    return real.exists
      ? { kind: 'there', path: real.path }
      : { kind: 'missing', path: real.path, result: refused(`${path} does not exist.`) };
  } catch (error) {
    const reason = systemReason(error);
    if (reason === undefined) throw error;
    return { kind: 'refused', result: refused(`${path} cannot be reached: ${reason}.`) };
  }
}

/** Null for a link that leads nowhere: what would be made through it, and where, is hard to foresee. */
async function follow(target: string): Promise<{ readonly path: string; readonly exists: boolean } | null> {
  const missing: string[] = [];
  let existing = target;
  while ((await unlessAbsent(lstat(existing))) === null) {
    missing.unshift(basename(existing));
    existing = dirname(existing);
  }
  const real = await unlessAbsent(realpath(existing));
  return real === null ? null : { path: join(real, ...missing), exists: missing.length === 0 };
}

async function unlessAbsent<T>(look: Promise<T>): Promise<T | null> {
  try {
    return await look;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
