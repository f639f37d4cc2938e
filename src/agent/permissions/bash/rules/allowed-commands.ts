import type { Rule } from '../../rule.js';
import { hasNoEffects } from '../paths/path-uses.js';
import { type Assignment, canonicalText, type Command, nameOf, type Word } from '../shell/command.js';
import { unwrapped } from '../shell/unwrap.js';
import { type BashPattern, bashPattern } from './bash-pattern.js';
import { smuggles } from './smuggling.js';

/** Variables that change how a program shows things, not what it does. */
const SAFE_VARIABLES = new Set([
  ...['NODE_ENV', 'LANG', 'LC_ALL', 'TZ', 'CI', 'TERM', 'COLUMNS', 'NO_COLOR', 'FORCE_COLOR', 'RUST_LOG'],
  ...['RUST_BACKTRACE', 'PYTHONUNBUFFERED', 'GOOS', 'ANTHROPIC_API_KEY'],
]);

/** Variables on which it depends which programs run, or what they load and where they look. */
const STEERING_VARIABLES = new RegExp(
  `^(?:${[
    'PATH|IFS|ENV|HOME|PWD|OLDPWD|CDPATH|SHELL|SHELLOPTS|BASHOPTS|PS[0-4]|PROMPT_COMMAND|GLOBIGNORE|BROWSER|VISUAL',
    '.*PAGER|.*EDITOR|.*_PATH|.*_OPTS|.*_OPTIONS|.*_CONFIG.*|.*_PROXY',
    '(?:LD|DYLD|BASH|GIT|NODE|NPM|PYTHON|PERL|RUBY|JAVA|GCONV|LESS|MAN|RIPGREP|DOCKER|TAR|SSH|XDG).*',
  ].join('|')})$`,
  'i',
);

/** Allow rules for Bash, none of them about the tool as a whole. */
export interface AllowRules {
  /** Whether a rule without a star is the text itself. */
  spells(text: string): boolean;
  /** Why no rule covers the command: a phrase, or null when one does. */
  objection(command: Command, source: string): string | null;
}

export function allowRules(rules: readonly Rule[]): AllowRules {
  const patterns = rules.map(bashPattern);
  const exact = patterns.filter(({ stars }) => !stars);
  const starred = patterns.filter(({ stars }) => stars);
  return {
    spells: (text) => exact.some((pattern) => pattern.matches(text)),
    objection(command, source) {
      if (exact.some((pattern) => textsOf(command, source).some((text) => pattern.matches(text)))) return null;
      const candidates = wordsOf(command);
      const covered = candidates.some((words) => starred.some((pattern) => pattern.matches(canonicalText(words))));
      if (!covered && !withAssignments(command, starred)) return 'no rule covers the command';
      const smuggled = unwrapped(command.words).map(smuggles);
      return smuggled.find((why) => why !== null) ?? hiddenPaths(command.words);
    },
  };
}

/** Whether the command needs no rule: it has no effects, and nothing in the text changes what it does. */
export function isFree(command: Command, all: readonly Command[]): boolean {
  const { words, assignments } = command;
  const [name, ...inner] = words;
  if (name === undefined || !assignments.every(isSafe)) return false;
  if (name.text === 'xargs' && !readsOnlyOwnNames(command, all)) return false;
  const seen = ['command', 'builtin'].includes(name.text) && !inner[0]?.text.startsWith('-') ? inner : words;
  return hasNoEffects(seen);
}

/** Whether the files that `xargs` gives to a reader are in the agent's own folders. */
function readsOnlyOwnNames({ words, redirects, pipeline }: Command, all: readonly Command[]): boolean {
  if (!words.some(({ text }) => text === 'grep' || text === 'wc')) return true;
  if (redirects.some(({ kind }) => kind !== 'write')) return false;
  const start = (command: Command): number => command.words[0]?.start ?? 0;
  const line = all.filter((other) => other.pipeline === pipeline).sort((one, other) => start(one) - start(other));
  const [first] = line;
  return first === undefined || first.words === words || findsNames(first.words);
}

/** Whether what the command prints are names of files in the agent's own folders: only such may a reader be given. */
function findsNames(words: readonly Word[]): boolean {
  const [name, ...rest] = words.map(({ text }) => text);
  if (name === 'find') return !rest.some((text) => /^-(?:printf|follow|L)/.test(text));
  if (name === 'git') return rest[0] === 'ls-files' || rest.includes('--name-only');
  return (
    name === 'ls' ||
    name === 'fd' ||
    ((name === 'grep' || name === 'rg') && rest.some((text) => /^-[a-z]*l/.test(text)))
  );
}

/** Whether bare assignments in the shell leave alone what decides on other programs. */
export function setsOnlyItsOwn({ words, assignments }: Command): boolean {
  return (
    words.length === 0 &&
    assignments.every(({ name }) => name !== '' && (SAFE_VARIABLES.has(name) || !STEERING_VARIABLES.test(name)))
  );
}

function isSafe({ name, value }: Assignment): boolean {
  return SAFE_VARIABLES.has(name) && value !== null && value.sure && /^[\w./:-]+$/.test(value.text);
}

function wordsOf({ words, assignments }: Command): readonly (readonly Word[])[] {
  return assignments.every(isSafe) ? unwrapped(words) : [];
}

/** The source of the command from its first word on, and from those of inner commands. */
function textsOf(command: Command, source: string): readonly string[] {
  const last = command.words[command.words.length - 1];
  return wordsOf(command).map((words) => source.slice(words[0]?.start, last?.end));
}

/** A rule may spell out the assignments: then it must begin with them, not with a star. */
function withAssignments({ assignments, words }: Command, patterns: readonly BashPattern[]): boolean {
  if (assignments.length === 0 || !assignments.every(({ value }) => value?.sure && /^[\w./:-]*$/.test(value.text)))
    return false;
  const set = assignments.map(({ name, value }) => `${name}=${value?.text ?? ''} `).join('');
  return patterns.some((pattern) => pattern.start.startsWith(set) && pattern.matches(set + canonicalText(words)));
}

/** Commands whose paths are checked: with `xargs` they get some that nobody has seen. */
const CHECKED_COMMANDS = new Set('cd rm rmdir mv cp tee touch mkdir sed ln cat head tail'.split(' '));

function hiddenPaths(words: readonly Word[]): string | null {
  const inner = unwrapped(words);
  const at = inner.findIndex((each) => nameOf(each) === 'xargs');
  const behind = inner[at + 1];
  return at >= 0 && behind && CHECKED_COMMANDS.has(nameOf(behind)) ? 'the paths come from elsewhere' : null;
}
