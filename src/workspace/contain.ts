import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { isAbsent } from './absent.js';

export type Contained =
  /** `path` has no symbolic links left in it. */
  { readonly kind: 'inside'; readonly path: string } | { readonly kind: 'outside' } | { readonly kind: 'missing' };

/**
 * Where a path leads, seen from a workspace. Symbolic links are followed before the verdict, so that a link out of the
 * workspace counts as outside. Relative paths start at the workspace.
 *
 * What is behind the path may change after the verdict: this keeps an agent in its place, it is no wall against a
 * process that races it.
 */
export async function locate(workspace: string, path: string): Promise<Contained> {
  if (path.includes('\0')) return { kind: 'missing' };
  const root = await realpath(workspace);
  const target = resolve(root, path);
  try {
    const real = await realpath(target);
    return isWithin(root, real) ? { kind: 'inside', path: real } : { kind: 'outside' };
  } catch (error) {
    if (!isAbsent(error)) throw error;
    // Whether something exists outside is none of the agent's business.
    return isWithin(root, target) || isWithin(workspace, target) ? { kind: 'missing' } : { kind: 'outside' };
  }
}

/** Both paths are absolute and normal. */
export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}
