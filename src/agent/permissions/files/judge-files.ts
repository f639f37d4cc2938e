import { parse, resolve } from 'node:path';
import type { PermissionMode, Verdict } from '../permissions.js';
import type { RuleBook } from '../rule-book.js';
import type { FileAccess } from './file-access.js';
import { fileRules } from './file-rules.js';
import { whyProtected } from './protected.js';

const RUN: Verdict = { kind: 'run' };
const ask = (reason: string): Verdict => ({ kind: 'ask', reason });
const deny = (reason: string): Verdict => ({ kind: 'deny', reason });

/** The tools that change files: a rule about one of them reads as if it were about all, so deny and ask rules are. */
export const WRITING_TOOLS = ['Edit', 'Write', 'NotebookEdit'];

/** Judges Read: files of the agent's own folders are free. */
export function judgeRead(path: unknown, access: FileAccess, book: RuleBook, mode: PermissionMode): Verdict {
  return strictest(waysOf(path, access), (names) => {
    if (access.denied('read', names)) return deny('a deny rule covers this file');
    if (book.whole('ask', 'Read') || access.asked('read', names)) return ask('an ask rule covers this file');
    if (mode === 'bypassPermissions' || book.whole('allow', 'Read')) return RUN;
    if (access.isOwn(names) || access.allowed('read', names)) return RUN;
    return ask('the file lies outside of the working directory');
  });
}

/** Judges Write, Edit and NotebookEdit. */
export function judgeWrite(
  tool: string,
  path: unknown,
  access: FileAccess,
  book: RuleBook,
  mode: PermissionMode,
): Verdict {
  return strictest(waysOf(path, access), (names) => {
    const strict = strictlyWritten(tool, names, access, book);
    if (strict !== null) return strict;
    if (mode === 'bypassPermissions') return RUN;
    const why = names.map(whyProtected).find((reason) => reason !== null);
    if (why) return ask(`the file ${why}`);
    if (mode === 'plan') return ask('plan mode changes nothing');
    if (book.whole('allow', tool) || access.allowed('write', names)) return RUN;
    if (!access.isOwn(names)) return ask('the file lies outside of the working directory');
    return mode === 'acceptEdits' ? RUN : ask('no rule allows the change');
  });
}

/** Judges Grep and Glob by the folder they search. */
export function judgeSearch(
  tool: 'Grep' | 'Glob',
  input: Readonly<Record<string, unknown>>,
  access: FileAccess,
  book: RuleBook,
  mode: PermissionMode,
): Verdict {
  if (book.whole('deny', 'Read')) return deny('a deny rule covers reading');
  const own = fileRules(book.some('deny', tool), access.folders, 'any');
  return strictest(searchedBy(tool, input, access), (names) => {
    if (access.denied('read', names)) return deny('a deny rule covers this folder');
    if (names.some((name) => own.covers(name))) return deny('a deny rule covers this folder');
    if (book.whole('ask', tool) || book.whole('ask', 'Read')) return ask('an ask rule covers searching');
    if (access.asked('read', names)) return ask('an ask rule covers this folder');
    if (mode === 'bypassPermissions' || book.whole('allow', tool)) return RUN;
    if (access.isOwn(names) || access.allowed('read', names)) return RUN;
    return ask('the folder lies outside of the working directory');
  });
}

/** Every way to take a path, each with all names it goes by; null for a path that cannot be followed. */
export type Ways = readonly (readonly string[])[] | null;

/** A tool may read `~` as the home or as a name: both ways are judged. */
export function waysOf(path: unknown, access: FileAccess): Ways {
  if (typeof path !== 'string' || path === '' || path.includes('\0')) return null;
  const literal = resolve(access.folders.workspace, path);
  const ways = [access.namesOf(path), access.namesOf(literal)];
  return ways.every((names) => names !== null) ? ways : null;
}

/** The folders a search goes through. */
export function searchedBy(tool: string, input: Readonly<Record<string, unknown>>, access: FileAccess): Ways {
  const { path = '.', pattern } = input;
  const folders = waysOf(path, access);
  if (tool !== 'Glob' || typeof pattern !== 'string') return folders;
  const fixed = pattern.slice(0, pattern.search(/[*?[{]|$/));
  if (!/^[/~]|\.\./.test(pattern)) return folders;
  const base = fixed.slice(0, fixed.lastIndexOf('/') + 1);
  const rest = pattern.slice(base.length);
  if (rest.includes('..')) return null;
  const from = typeof path === 'string' ? resolve(access.folders.workspace, path) : access.folders.workspace;
  const led = waysOf(
    base === '' ? from : parse(base).root !== '' || base.startsWith('~') ? base : resolve(from, base),
    access,
  );
  return folders === null || led === null ? null : [...(base.startsWith('/') ? [] : folders), ...led];
}

function strictest(ways: Ways, judge: (names: readonly string[]) => Verdict): Verdict {
  if (ways === null) return ask('the path cannot be followed');
  const verdicts = ways.map(judge);
  return verdicts.find(({ kind }) => kind === 'deny') ?? verdicts.find(({ kind }) => kind === 'ask') ?? RUN;
}

/** What deny and ask rules say about changing a file; null when they say nothing. */
function strictlyWritten(tool: string, names: readonly string[], access: FileAccess, book: RuleBook): Verdict | null {
  const denied = access.denied('write', names) || access.denied('read', names) || book.whole('deny', 'Edit');
  if (denied || coveredByWrite('deny', names, access, book, tool === 'Write'))
    return deny('a deny rule covers this file');
  const asks =
    WRITING_TOOLS.some((name) => name !== 'NotebookEdit' && book.whole('ask', name)) ||
    book.whole('ask', tool) ||
    book.whole('deny', 'Write') ||
    access.asked('write', names) ||
    coveredByWrite('ask', names, access, book, true) ||
    coveredByWrite('deny', names, access, book, true);
  return asks ? ask('an ask rule covers this file') : null;
}

/** Rules `Write(path)`: not a form of their own, but plain in what they mean. */
function coveredByWrite(
  behavior: 'deny' | 'ask',
  names: readonly string[],
  access: FileAccess,
  book: RuleBook,
  counts: boolean,
): boolean {
  if (!counts) return false;
  const rules = fileRules(book.some(behavior, 'Write'), access.folders, 'any');
  return names.some((name) => rules.covers(name));
}
