import { FIND_PATH_TESTS, FOLDER_COMMANDS } from '../commands/folder-commands.js';
import { GIT_COMMANDS, gitCall } from '../commands/git-commands.js';
import { isReadOnly, type PathUse, type Profile } from '../commands/profile.js';
import { sortArguments } from '../commands/sort-arguments.js';
import { SYSTEM_COMMANDS } from '../commands/system-commands.js';
import { TEXT_COMMANDS } from '../commands/text-commands.js';
import { SCRIPT_RUNNERS, WRITING_COMMANDS } from '../commands/writing-commands.js';
import { baseName, type Command, nameOf, type Word } from '../shell/command.js';

/** What is known of a command by its name. */
export function profileOf(name: string): Profile | null {
  for (const table of [TEXT_COMMANDS, FOLDER_COMMANDS, SYSTEM_COMMANDS, WRITING_COMMANDS]) {
    if (Object.hasOwn(table, name)) return table[name] ?? null;
  }
  return null;
}

/** The paths a command names and what it does with them, as far as the command is known. Redirections not included. */
export function pathUses(words: readonly Word[]): readonly PathUse[] {
  const name = baseName(nameOf(words));
  const rest = words.slice(1);
  if (name === 'find') return findUses(rest);
  if (name === 'git') return gitUses(rest);
  if (name === '[' || name === '[[' || name === 'test') return testUses(rest);
  if (SCRIPT_RUNNERS.includes(name)) return scriptUses(name, rest);
  if (name === 'tar' || name === 'unzip') return archiveUses(rest);
  if (name === 'dd') return copyUses(rest);
  const profile = profileOf(name);
  return profile === null ? [] : sortArguments(rest, profile).paths;
}

/** Whether the command has effects or shows anything but what its paths name. */
export function hasNoEffects(words: readonly Word[]): boolean {
  const name = nameOf(words);
  const rest = words.slice(1);
  if (name === 'find') return !rest.some(({ text }) => UNCHECKED_FIND.test(text));
  if (name === 'git') return isReadOnlyGit(rest);
  if (name === 'xargs') return isReadOnlyXargs(rest);
  if (name === '[[') return !rest.some(({ text }) => text === '-v' || text === '-R') && !comparesUnclearly(rest);
  const profile = profileOf(name);
  return profile !== null && isReadOnly(sortArguments(rest, profile), profile);
}

/** Whether the command is known to write, wherever. */
export function isWriter({ words, redirects }: Command): boolean {
  if (pathUses(words).some(({ role }) => role === 'write')) return true;
  return redirects.some((redirect) => redirect.kind === 'write' && redirect.target.text !== '/dev/null');
}

const UNCHECKED_FIND = /^-(?:exec|execdir|ok|okdir|delete|fprint0?|fprintf|fls|files0-from|follow|[HL])\b/;

function findUses(words: readonly Word[]): readonly PathUse[] {
  const uses: PathUse[] = [];
  let at = 0;
  for (; at < words.length; at++) {
    const { text, choices, globs } = words[at] as Word;
    if (/^-[HLPO]/.test(text)) continue;
    if (/^[-(!]/.test(text)) break;
    for (const path of choices) uses.push({ path, role: 'read', globs });
  }
  for (; at < words.length; at++) {
    const next = words[at + 1];
    if (next !== undefined && FIND_PATH_TESTS.includes((words[at] as Word).text)) {
      uses.push({ path: next.text, role: 'look', globs: next.globs });
    }
  }
  return uses;
}

function isReadOnlyGit(words: readonly Word[]): boolean {
  const { options, subcommand, rest } = gitCall(words);
  const profile = Object.hasOwn(GIT_COMMANDS, subcommand) ? GIT_COMMANDS[subcommand] : undefined;
  return options.length === 0 && profile !== undefined && isReadOnly(sortArguments(rest, profile), profile);
}

/** Whether it is git with a subcommand that only shows something: revisions and paths in it are all it looks at. */
export function isKnownGit(words: readonly Word[]): boolean {
  return baseName(nameOf(words)) === 'git' && Object.hasOwn(GIT_COMMANDS, gitCall(words.slice(1)).subcommand);
}

/** Only where git reads files as they lie there can a path leave the repository: revisions and pathspecs cannot. */
function gitUses(words: readonly Word[]): readonly PathUse[] {
  const { options, subcommand, rest } = gitCall(words);
  const folders = options.filter(({ name }) => ['-C', '--git-dir', '--work-tree'].includes(name));
  const profile = Object.hasOwn(GIT_COMMANDS, subcommand) ? GIT_COMMANDS[subcommand] : undefined;
  const reads = rest.some(({ text }) => text === '--no-index');
  const { operands } = sortArguments(rest, profile ?? { flags: '', operands: ['text'] });
  const named = operands.slice(subcommand === 'grep' ? 1 : 0).map(({ text, globs }): PathUse => {
    return reads ? { path: text, role: 'read', globs } : { path: text.replace(/^[^:]*:/, ''), role: 'mention', globs };
  });
  return [...folders.map(({ value }): PathUse => ({ path: value ?? '', role: 'look', globs: false })), ...named];
}

const XARGS: Profile = {
  readOnly: 'known',
  flags: '-0 --null -n= -I= -r --no-run-if-empty',
  operands: ['text'],
};
const XARGS_TARGETS = ['echo', 'grep', 'wc'];

/** `xargs` with a command that may get any arguments: none of its flags may come from the input. */
function isReadOnlyXargs(words: readonly Word[]): boolean {
  const target = words.findIndex(({ text }) => XARGS_TARGETS.includes(text));
  const own = target === -1 ? words : words.slice(0, target);
  const call = sortArguments(own, XARGS);
  if (call.unknown.length > 0 || call.operands.length > 0) return false;
  return target === -1 || hasNoEffects(words.slice(target));
}

/** `-eq` and the like evaluate names and subscripts, commands in them included. */
function comparesUnclearly(words: readonly Word[]): boolean {
  return words.some(({ text }, index) => {
    if (!/^-(?:eq|ne|lt|le|gt|ge)$/.test(text)) return false;
    return ![words[index - 1], words[index + 1]].every((side) => /^-?\d+$/.test(side?.text ?? ''));
  });
}

function testUses(words: readonly Word[]): readonly PathUse[] {
  return words.flatMap(({ text, globs }): readonly PathUse[] =>
    /^[-!()\]=<>&|]/.test(text) || text === '' ? [] : [{ path: text, role: 'look', globs }],
  );
}

/** `source` reads the script into this shell; other programs may do anything with theirs. */
function scriptUses(name: string, words: readonly Word[]): readonly PathUse[] {
  if (words.some(({ text }) => /^-(?:[a-z]*c|[ep]|-eval|-print|m)$/.test(text))) return [];
  const role = name === 'source' || name === '.' ? 'read' : 'give';
  const script = words.find(({ text }) => !text.startsWith('-'));
  return script === undefined ? [] : script.choices.map((path) => ({ path, role, globs: script.globs }));
}

/** Archives are written and read by words of many forms: what goes out of the folder counts as written. */
function archiveUses(words: readonly Word[]): readonly PathUse[] {
  return words.map(({ text, globs }) => {
    const path = text.replace(/^--?[\w-]*=?/, '');
    return { path: path === '' ? '.' : path, role: /^(?:[/~]|\.\.)/.test(path) ? 'write' : 'give', globs };
  });
}

/** `if=` and `of=` of dd. */
function copyUses(words: readonly Word[]): readonly PathUse[] {
  return words.flatMap(({ text, globs }): readonly PathUse[] => {
    const [, side, path = ''] = /^([io])f=(.*)$/s.exec(text) ?? [];
    return side === undefined ? [] : [{ path, role: side === 'i' ? 'read' : 'write', globs }];
  });
}
