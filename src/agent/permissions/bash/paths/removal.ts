import { dirname, resolve } from 'node:path';
import { expandHome, type Folders, isWithin } from '../../files/folders.js';
import { baseName, nameOf, UNKNOWN, type Word } from '../shell/command.js';

/**
 * Why removing must be asked whatever the rules say: the root and what lies in it, the home, the working directory and
 * the folders above it. Null when nothing of the kind is removed.
 */
export function removalDanger(words: readonly Word[], places: readonly string[], folders: Folders): string | null {
  const name = baseName(nameOf(words));
  if (name !== 'rm' && name !== 'rmdir') return null;
  const targets = words.slice(1).flatMap(({ text, choices }) => (text.startsWith('-') ? [] : choices));
  const hit = targets.find((target) => places.some((place) => isCritical(target, place, folders)));
  return hit === undefined ? null : `${name} of a folder that must not go`;
}

function isCritical(target: string, place: string, folders: Folders): boolean {
  if (target.startsWith(`${UNKNOWN}/`)) return true;
  const path = resolve(place, expandHome(target, folders.home));
  const above = dirname(path);
  if (above === '/' || isKept(path, folders)) return true;
  if (!/[*?[]/.test(target) || !isKept(above, folders)) return false;
  return !folders.workspaceNames.includes(above) || TAKES_ALL.test(baseName(target));
}

const TAKES_ALL = /^(?:\.?\*+|\.\??\*?|\*\.\*)$/;

/** Whether the root, the home or the workspace goes with the folder. */
function isKept(path: string, { home, workspaceNames }: Folders): boolean {
  return path === '/' || path === home || workspaceNames.some((name) => isWithin(name, path));
}
