import { join } from 'node:path';
import type { Act, FileAccess } from '../../files/file-access.js';
import { globRegExp, linksFoundBy } from '../../files/glob-links.js';
import { mayBeProtected, whyProtected } from '../../files/protected.js';
import type { PathUse, Role } from '../commands/profile.js';
import { sortArguments } from '../commands/sort-arguments.js';
import { baseName, type Command, nameOf, UNKNOWN } from '../shell/command.js';
import { changesDirectory } from '../shell/places.js';
import { unwrapped } from '../shell/unwrap.js';
import { isKnownGit, pathUses, profileOf } from './path-uses.js';

/** Every path a command names, redirections included; a copy into a folder names the file that will be there. */
export function usesOf({ words, redirects }: Command): readonly PathUse[] {
  const redirected = redirects.flatMap((redirect): readonly PathUse[] => {
    if (redirect.kind === 'text' || redirect.target.text === '/dev/null') return [];
    const { choices, globs } = redirect.target;
    return choices.map((path) => ({ path, role: redirect.kind, globs }));
  });
  const named = pathUses(words);
  return [...named, ...copiesInto(words, named), ...redirected];
}

const COPIERS = ['cp', 'mv', 'ln', 'install'];

function copiesInto(words: Command['words'], uses: readonly PathUse[]): readonly PathUse[] {
  if (!COPIERS.includes(baseName(nameOf(words)))) return [];
  const target = uses[uses.length - 1];
  if (target === undefined) return [];
  // What is moved or linked can be read under its new name.
  return uses.slice(0, -1).flatMap(({ path, globs }): readonly PathUse[] => [
    { path: join(target.path, baseName(path)), role: 'write', globs: false },
    { path, role: 'mention', globs },
  ]);
}

const ACTS: Readonly<Record<Role, Act | null>> = {
  read: 'read',
  mention: 'read',
  write: 'write',
  look: null,
  name: null,
  give: null,
  text: null,
};

export type Ruled = 'denied' | 'asked' | null;

/** What the rules for files say about the paths of a command. */
export function ruledPaths(
  command: Command,
  places: readonly string[],
  access: FileAccess,
  whole: readonly Act[],
): Ruled {
  const uses = usesOf(command);
  if (uses.some(({ role }) => role !== 'mention' && whole.some((act) => act === ACTS[role]))) return 'denied';
  const found = uses.map((use) => ruledPath(use, places, access));
  if (found.includes('denied')) return 'denied';
  if (found.includes('asked') || givesRuled(command, places, access) || searchesRuled(command, access)) return 'asked';
  return null;
}

function ruledPath({ path, role, globs }: PathUse, places: readonly string[], access: FileAccess): Ruled {
  const act = ACTS[role];
  const ways = places.map((place) => access.namesOf(path, place) ?? []);
  if (role === 'give') {
    const touches = ways.some((names) =>
      (['read', 'write'] as const).some((any) => access.denied(any, names) || access.asked(any, names)),
    );
    return touches ? 'asked' : null;
  }
  if (act === null) return null;
  if (ways.some((names) => access.denied(act, names))) return 'denied';
  if (globs) return ruledGlob(path, act, access);
  return ways.some((names) => access.asked(act, names)) ? 'asked' : null;
}

/** A pattern that matches the plain name in a rule is taken to mean that file; another one is only a suspicion. */
function ruledGlob(glob: string, act: Act, access: FileAccess): Ruled {
  const last = baseName(glob);
  const names = access.strictRules(act).flatMap(({ specifier }) => (specifier ?? '').split('/').filter(Boolean));
  const matcher = globRegExp(last);
  if (names.some((name) => !/[*?[]/.test(name) && matcher.test(name))) return act === 'write' ? 'asked' : 'denied';
  return names.some((name) => /[*?[]/.test(name) && !name.startsWith('**') && endsMeet(name, last)) ? 'asked' : null;
}

function endsMeet(first: string, second: string): boolean {
  const [one, other] = [first, second].map((pattern) => (/[^*?\]]*$/.exec(pattern)?.[0] ?? '').toLowerCase());
  return (one as string).endsWith(other as string) || (other as string).endsWith(one as string);
}

/** A program nobody knows gets a file that a rule is about. */
function givesRuled({ words }: Command, places: readonly string[], access: FileAccess): boolean {
  const name = baseName(nameOf(words));
  if (profileOf(name) !== null || ['find', 'xargs', 'source', '.'].includes(name) || isKnownGit(words)) return false;
  return words.slice(1).some(({ text }) =>
    places.some((place) => {
      const names = text.startsWith('-') ? [] : (access.namesOf(text, place) ?? []);
      return access.denied('read', names) || access.denied('write', names);
    }),
  );
}

/** A search through folders reads whatever lies there. */
function searchesRuled({ words }: Command, access: FileAccess): boolean {
  const name = baseName(nameOf(words));
  if (access.strictRules('read').length === 0) return false;
  if (name === 'rg') return true;
  if (name === 'git') return words[1]?.text === 'grep';
  const profile = profileOf(name);
  if (!['grep', 'egrep', 'fgrep'].includes(name) || profile === null) return false;
  return sortArguments(words.slice(1), profile).flags.some((flag) =>
    ['-r', '-R', '--recursive', '--dereference-recursive'].includes(flag.name),
  );
}

/** Why writing there needs a person whatever the rules say, or null. */
export function protectedWrite(command: Command, places: readonly string[], access: FileAccess): string | null {
  for (const { path, role, globs } of usesOf(command)) {
    if (role !== 'write') continue;
    if (globs && mayBeProtected(path)) return 'a pattern that finds sensitive files';
    for (const place of places) {
      const why = (access.namesOf(path, place) ?? []).map(whyProtected).find((reason) => reason !== null);
      if (why) return `the file ${why}`;
    }
  }
  return null;
}

/** Why the paths of a command need a person, as long as no rule allows Bash as a whole; null when they do not. */
export function pathObjection(
  command: Command,
  places: readonly string[],
  access: FileAccess,
  edits: boolean,
): string | null {
  const { words, redirects } = command;
  const name = baseName(nameOf(words));
  if (name === 'cd' && words.length > 2) return 'cd takes one folder';
  if ((name === 'cp' || name === 'mv') && words.some(({ text }) => text.startsWith('-'))) return `flags of ${name}`;
  for (const use of usesOf(command)) {
    const why = useObjection(use, places, access, edits);
    if (why !== null) return why;
    if (name === 'rm' && places.some((place) => isLink(use.path, place, access)))
      return 'a symbolic link would be removed';
  }
  for (const redirect of redirects) {
    if (redirect.kind !== 'write' || redirect.target.text === '/dev/null') continue;
    const path = redirect.target.text;
    const allowed = places.every((place) => access.allowed('write', access.namesOf(path, place) ?? ['']));
    if (!edits && !allowed) return 'a redirection writes a file';
  }
  if (changesDirectory(words) && !unwrapped(words).some((inner) => nameOf(inner) === 'cd'))
    return 'a change of the directory that cannot be followed';
  return null;
}

function useObjection(
  { path, role, globs }: PathUse,
  places: readonly string[],
  access: FileAccess,
  edits: boolean,
): string | null {
  if (role === 'mention') return null;
  if (path === '' || path.includes(UNKNOWN) || path.includes('$') || path.includes('%'))
    return 'a path that cannot be known';
  if (/^~[^/]/.test(path)) return 'the home of another user';
  if (leavesFolder(path)) return 'a path that goes into a folder and out again';
  if (role === 'write' && /[*?[\]]/.test(path)) return 'a pattern where something is written';
  const fixed = globs ? path.slice(0, path.search(/[*?[]/)).replace(/[^/]*$/, '') || '.' : path;
  for (const place of places) {
    const names = access.namesOf(fixed, place);
    if (names === null) return 'a circle of links';
    if (access.isOwn(role === 'name' ? names.slice(0, 1) : names)) continue;
    const act = role === 'write' ? 'write' : 'read';
    const opened = act === 'read' ? access.allowed('read', names) : edits && access.allowed('write', names);
    if (!opened) return 'a path outside of the working directory';
  }
  return globs ? patternObjection(path.slice(fixed === '.' ? 0 : fixed.length), fixed, places, access) : null;
}

/** A pattern may find links, and they may lead out. */
function patternObjection(pattern: string, base: string, places: readonly string[], access: FileAccess): string | null {
  for (const folder of places.flatMap((place) => access.namesOf(base, place)?.slice(-1) ?? [])) {
    const links = linksFoundBy(pattern, folder, access.folders.disk);
    if (links === null) return 'a pattern that finds too much';
    const leadsOut = links.some((link) => {
      const names = access.namesOf(link);
      return names === null || !(access.isOwn(names) || access.allowed('read', names));
    });
    if (leadsOut) return 'a pattern that finds a link to the outside';
  }
  return null;
}

/** `sub/../x`: `sub` may be a link to elsewhere. */
function leavesFolder(path: string): boolean {
  const segments = path.split('/');
  return segments.some(
    (segment, at) => segment === '..' && segments.slice(0, at).some((before) => !/^\.{0,2}$/.test(before)),
  );
}

function isLink(path: string, place: string, access: FileAccess): boolean {
  const [first] = access.namesOf(path, place) ?? [];
  return first !== undefined && access.folders.disk.linkTarget(first) !== null;
}
