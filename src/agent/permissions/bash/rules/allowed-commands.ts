import type { Rule } from '../../rule.js';
import { type BashPattern, bashPattern } from './bash-pattern.js';
import { type Assignment, canonicalText, type Command, nameOf, type Word } from '../shell/command.js';
import { hasNoEffects } from '../paths/path-uses.js';
import { changesDirectory } from '../shell/places.js';
import { smuggles } from './smuggling.js';
import { unwrapped } from '../shell/unwrap.js';

/** Variables that change how a program shows things, not what it does. */
const SAFE_VARIABLES = new Set([
  ...['NODE_ENV', 'LANG', 'LC_ALL', 'TZ', 'CI', 'TERM', 'COLUMNS', 'NO_COLOR', 'FORCE_COLOR', 'RUST_LOG'],
  ...['RUST_BACKTRACE', 'PYTHONUNBUFFERED', 'GOOS', 'ANTHROPIC_API_KEY'],
]);

/** Variables on which it depends which programs run, or what they load and where they look. */
const STEERING_VARIABLES =
  /^(?:PATH|IFS|ENV|HOME|PWD|OLDPWD|CDPATH|SHELL|SHELLOPTS|BASHOPTS|PS[0-4]|PROMPT_COMMAND|GLOBIGNORE|EDITOR|VISUAL|PAGER|BROWSER|.*_PAGER|.*_EDITOR|(?:LD|DYLD|BASH|GIT|NODE|NPM|PYTHON|PERL|RUBY|JAVA|GCONV)_?.*)$/;

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
      if (candidates.some((words) => starred.some((pattern) => pattern.matches(canonicalText(words))))) {
        return (
          unwrapped(command.words)
            .map(smuggles)
            .find((why) => why !== null) ?? hiddenPaths(command.words)
        );
      }
      return withAssignments(command, starred) ? null : 'no rule covers the command';
    },
  };
}

/** Whether the command needs no rule: it has no effects, and nothing before it changes what it does. */
export function isFree({ words, assignments }: Command): boolean {
  if (words.length === 0 || !assignments.every(isSafe)) return false;
  const [name, ...inner] = words;
  const seen = ['command', 'builtin'].includes(name?.text ?? '') && !inner[0]?.text.startsWith('-') ? inner : words;
  return hasNoEffects(seen);
}

/** Whether bare assignments in the shell leave alone what decides on other programs. */
export function setsOnlyItsOwn({ words, assignments }: Command): boolean {
  return words.length === 0 && assignments.every(({ name }) => name !== '' && !STEERING_VARIABLES.test(name));
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

/** `xargs` gives paths nobody has seen to commands whose paths are checked. */
function hiddenPaths(words: readonly Word[]): string | null {
  const behind = unwrapped(words).find(
    (inner, index, all) => index > 0 && nameOf(all[index - 1] as readonly Word[]) === 'xargs',
  );
  if (behind === undefined || changesDirectory(behind)) return behind === undefined ? null : 'cd behind xargs';
  return ['rm', 'rmdir', 'mv', 'cp', 'tee', 'touch', 'mkdir', 'sed', 'ln', 'cat', 'head', 'tail'].includes(
    nameOf(behind),
  )
    ? 'the paths come from elsewhere'
    : null;
}
