import { resolve } from 'node:path';
import type { RuleBook } from '../rule-book.js';
import type { Rule } from '../rule.js';
import { fileRules } from './file-rules.js';
import { areOwn, expandHome, type Folders } from './folders.js';
import { namesOf } from './links.js';

export type Act = 'read' | 'write';

/** What the rules for Read and Edit say about files, each known by all its names. */
export interface FileAccess {
  readonly folders: Folders;
  /** All names of a path, which counts from `from`; null where they lead in a circle, or are too long. */
  namesOf(path: string, from?: string): readonly string[] | null;
  /** One covered name is enough. */
  denied(act: Act, names: readonly string[]): boolean;
  /** The same for ask rules, and for rules whose meaning is in doubt. */
  asked(act: Act, names: readonly string[]): boolean;
  /** All names must be covered. A rule for editing covers reading. */
  allowed(act: Act, names: readonly string[]): boolean;
  isOwn(names: readonly string[]): boolean;
  /** Deny and ask rules for one act, for what cannot be asked name by name. */
  strictRules(act: Act): readonly Rule[];
}

export function fileAccess(book: RuleBook, folders: Folders): FileAccess {
  const tools = { read: 'Read', write: 'Edit' } as const;
  const strict = (act: Act, behavior: 'deny' | 'ask') => fileRules(book.some(behavior, tools[act]), folders, 'any');
  const doubts = (act: Act) => {
    const written = [...book.some('deny', tools[act]), ...book.some('ask', tools[act])];
    return fileRules([...written.flatMap(otherMeanings), ...book.meant(tools[act]).filter(isSpecific)], folders, 'any');
  };
  const rules = {
    read: { deny: strict('read', 'deny'), ask: strict('read', 'ask'), doubt: doubts('read') },
    write: { deny: strict('write', 'deny'), ask: strict('write', 'ask'), doubt: doubts('write') },
  };
  const editing = fileRules(book.some('allow', 'Edit'), folders, 'exact');
  const reading = fileRules(book.some('allow', 'Read'), folders, 'exact');
  return {
    folders,
    namesOf: (path, from = folders.workspace) =>
      path.length > LONGEST_PATH ? null : namesOf(resolve(from, expandHome(path, folders.home)), folders.disk),
    denied: (act, names) => names.some((name) => rules[act].deny.covers(name)),
    asked: (act, names) =>
      book.meant(tools[act]).some((rule) => !isSpecific(rule)) ||
      names.some((name) => rules[act].ask.covers(name) || rules[act].doubt.covers(name)),
    allowed: (act, names) => names.every((name) => editing.covers(name) || (act === 'read' && reading.covers(name))),
    isOwn: (names) => areOwn(names, folders),
    strictRules: (act) => [...book.some('deny', tools[act]), ...book.some('ask', tools[act])],
  };
}

/** No system has longer paths. */
const LONGEST_PATH = 4_096;

function isSpecific(rule: Rule): boolean {
  return rule.specifier !== null;
}

const MOST_MEANINGS = 32;

/** What a rule that matches nothing as written was likely meant to be: braces, `..`, an absolute path with one slash. */
function otherMeanings(rule: Rule): readonly Rule[] {
  const { specifier } = rule;
  if (specifier === null) return [];
  const meanings = expandBraces(specifier).map(withoutDots);
  const absolute = /^\/[^/]/.test(specifier) ? meanings.map((meaning) => `/${meaning}`) : [];
  return [...meanings, ...absolute]
    .filter((meaning) => meaning !== specifier)
    .map((meaning) => ({ ...rule, specifier: meaning }));
}

function expandBraces(pattern: string): readonly string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (found === null) return [pattern];
  const before = pattern.slice(0, found.index);
  const behind = pattern.slice(found.index + found[0].length);
  const choices = (found[1] as string).split(',').flatMap((choice) => expandBraces(before + choice + behind));
  return choices.slice(0, MOST_MEANINGS);
}

function withoutDots(pattern: string): string {
  let shorter = pattern;
  for (;;) {
    const next = shorter.replace(/(^|\/)(?!\.\.\/)[^/]+\/\.\.(?:\/|$)/, '$1');
    if (next === shorter) return shorter;
    shorter = next;
  }
}
