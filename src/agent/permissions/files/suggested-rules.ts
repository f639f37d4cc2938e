import { dirname, relative } from 'node:path';
import type { Act } from './file-access.js';
import { areOwn, type Folders, isWithin } from './folders.js';
import type { Ways } from './judge-files.js';
import { whyProtected } from './protected.js';

/** What a tool is used on: one file, or a folder with all that is below it. */
export type Extent = 'file' | 'folder';

/**
 * Allow rules for a path under all its names: the folder the file is in with all below it, or the file alone where that
 * folder holds the home or the workspace, or where it is a sensitive file. None when one of the names gets no rule.
 */
export function suggestedFileRules(act: Act, ways: Ways, extent: Extent, folders: Folders): readonly string[] {
  const asked = (ways ?? []).filter((names) => act === 'write' || !areOwn(names, folders));
  const patterns = asked.flat().map((name) => patternFor(name, extent, folders));
  if (!patterns.every((pattern) => pattern !== null)) return [];
  const tool = act === 'read' ? 'Read' : 'Edit';
  return [...new Set(patterns.map((pattern) => `${tool}(${pattern})`))];
}

function patternFor(name: string, extent: Extent, folders: Folders): string | null {
  const folder = extent === 'folder' ? name : dirname(name);
  const holdsMore = [...folders.workspaceNames, folders.home].some((own) => isWithin(own, folder));
  const isWide = folder === '/' || holdsMore || whyProtected(name) !== null;
  if (!isWide) return anchored(folder, folders, '/**');
  return extent === 'file' ? anchored(name, folders, '') : null;
}

/**
 * In the workspace from the folder of the settings, so that the rule holds in worktrees, too; else from the root. A path
 * that could be read as a pattern gets none.
 */
function anchored(path: string, { workspaceNames }: Folders, end: string): string | null {
  if (!/^[\p{L}\p{N}_/.@+ -]+$/u.test(path)) return null;
  const workspace = workspaceNames.find((name) => isWithin(path, name));
  return workspace === undefined ? `/${path}${end}` : `/${relative(workspace, path)}${end}`;
}
