import { relative, sep } from 'node:path';
import ignore from 'ignore';
import type { Rule } from '../rule.js';
import { type Folders, isWithin } from './folders.js';
import { namesOf } from './links.js';

/** File rules of one kind, ready to be asked. */
export interface FileRules {
  /** Whether a rule covers this name, or everything below it. */
  covers(name: string): boolean;
}

export type Casing = 'exact' | 'any';

/**
 * Rules of one kind as gitignore patterns: `//x` counts from the root, `~/x` from the home, `/x` from the folder of the
 * settings file, all else from the agent's own folder the file is in. Within a list a later `!x` lifts what came before.
 */
export function fileRules(rules: readonly Rule[], folders: Folders, casing: Casing): FileRules {
  const groups = groupByRoot(rules.flatMap((rule) => anchored(rule, folders)));
  const matchers = groups.map(({ root, patterns }) => ({
    root,
    ignores: ignore({ ignorecase: casing === 'any', allowRelativePaths: false }).add([...patterns]),
  }));
  return {
    covers(name) {
      return matchers.some(({ root, ignores }) => {
        if (!isWithin(name, root)) return false;
        const way = relative(root, name).split(sep).join('/');
        return (way !== '' && ignores.ignores(way)) || ignores.ignores(`${way === '' ? '' : `${way}/`}${ANYTHING}`);
      });
    },
  };
}

/** A name no pattern spells out: covered only when everything beside it is, too. */
const ANYTHING = '\u{10FFFD}/\u{10FFFD}';

interface Anchored {
  readonly root: string;
  readonly pattern: string;
  readonly list: string;
}

function anchored(rule: Rule, folders: Folders): readonly Anchored[] {
  const { specifier, root, list } = rule;
  if (specifier === null) return [];
  const lifts = specifier.startsWith('!') ? '!' : '';
  const path = specifier.slice(lifts.length);
  const at = (roots: readonly string[], pattern: string): readonly Anchored[] =>
    roots.map((from) => ({ root: from, pattern: lifts + pattern, list }));
  const underAllNames = (folder: string): readonly string[] => namesOf(folder, folders.disk) ?? [folder];
  if (path.startsWith('//')) return at(['/'], path.slice(1));
  if (path.startsWith('~/')) return at(underAllNames(folders.home), path.slice(1));
  if (path.startsWith('/')) return at(underAllNames(root), path);
  const pattern = path.replace(/^(?:\.\/)+/, '');
  if (pattern === '' || pattern === '.') return [];
  return at(folders.own, pattern);
}

function groupByRoot(rules: readonly Anchored[]): readonly { root: string; patterns: readonly string[] }[] {
  const groups = new Map<string, { root: string; patterns: string[] }>();
  for (const { root, pattern, list } of rules) {
    const key = `${list}\0${root}`;
    const group = groups.get(key) ?? { root, patterns: [] };
    group.patterns.push(pattern);
    groups.set(key, group);
  }
  return [...groups.values()];
}
