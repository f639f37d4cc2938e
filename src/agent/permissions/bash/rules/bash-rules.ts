import type { Rule } from '../../rule.js';
import { gitCall } from '../commands/git-commands.js';
import { baseName, canonicalText, nameOf, plainWord, type Reading, UNKNOWN, type Word } from '../shell/command.js';
import type { Grammar } from '../shell/grammar.js';
import type { Reached } from '../shell/reach.js';
import { readShell } from '../shell/read-shell.js';
import { readsCommands } from '../shell/unwrap.js';
import { type BashPattern, bashPattern, meantPattern } from './bash-pattern.js';

/** Deny or ask rules for Bash, read as strictly as they can be meant. */
export interface StrictRules {
  /** Whether a rule covers one of the commands, however it is spelled, wrapped or nested. */
  cover(reading: Reading, reached: readonly Reached[]): boolean;
  /** Why it cannot be told whether a rule covers the text: a phrase, or null. */
  doubt(reached: readonly Reached[]): string | null;
}

export function strictRules(rules: readonly Rule[], grammar: Grammar): StrictRules {
  const patterns = rules.map((rule) => strictPattern(rule, grammar));
  const names = rules.map((rule) => /^[^\s*:]+/.exec(rule.specifier ?? '')?.[0] ?? '').filter(Boolean);
  return {
    cover: (reading, reached) =>
      patterns.some(
        (pattern) => pattern.coversText(reading.source.trim()) || reached.some((command) => pattern.covers(command)),
      ),
    doubt: (reached) => (rules.length === 0 ? null : doubtOf(reached, names)),
  };
}

interface StrictPattern {
  covers(command: Reached): boolean;
  coversText(source: string): boolean;
}

function strictPattern(rule: Rule, grammar: Grammar): StrictPattern {
  const pattern = bashPattern(rule);
  const specifier = rule.specifier ?? '*';
  const exact = pattern.stars ? null : canonicalOf(specifier, grammar);
  const flagged = flaggedPrefix(specifier);
  const matches = (text: string): boolean => pattern.matches(text) || text === exact;
  return {
    covers: (command) =>
      spellingsOf(command).some((words) => matches(canonicalText(words)) || (flagged?.(words) ?? false)) ||
      (command.assignments.length > 0 && matches(withAssignments(command))),
    coversText: (source) => (!pattern.stars || /[;&|]/.test(specifier)) && pattern.matches(source),
  };
}

/** The strict reading of rules that were likely meant otherwise than they are written. */
export function meantRules(rules: readonly Rule[], doubtful: readonly Rule[]): readonly BashPattern[] {
  return [...rules.flatMap((rule) => meantPattern(rule) ?? []), ...doubtful.map(bashPattern)];
}

export function coveredByMeant(patterns: readonly BashPattern[], reached: readonly Reached[]): boolean {
  return patterns.some((pattern) =>
    reached.some((command) => spellingsOf(command).some((words) => pattern.matches(canonicalText(words)))),
  );
}

function canonicalOf(specifier: string, grammar: Grammar): string {
  const { commands } = readShell(grammar, specifier);
  const [only] = commands;
  return commands.length === 1 && only !== undefined ? canonicalText(only.words) : specifier;
}

/** A command as it is, without the path before its name, and without the options of git before the subcommand. */
function spellingsOf({ words }: Reached): readonly (readonly Word[])[] {
  const [name, ...rest] = words;
  if (name === undefined || !name.sure) return [];
  const bare = [plainWord(baseName(name.text)), ...rest];
  if (nameOf(bare) !== 'git') return [words, bare];
  const { subcommand, rest: behind } = gitCall(rest);
  return [words, bare, [plainWord('git'), plainWord(subcommand), ...behind]];
}

function withAssignments({ assignments, words }: Reached): string {
  const set = assignments.map(({ name, value }) => `${name}=${value?.text ?? ''}`);
  return [...set, canonicalText(words)].join(' ');
}

/** Programs whose options may stand before the subcommand. */
const WITH_SUBCOMMANDS = new Set([
  ...['git', 'docker', 'podman', 'kubectl', 'helm', 'npm', 'pnpm', 'yarn', 'cargo', 'gh', 'aws', 'gcloud'],
]);
const LONG_FORMS: Readonly<Record<string, string>> = { '--recursive': 'r', '--force': 'f', '-R': 'r' };

/** A rule `name words flags *` covers the same flags in another order or spelling, too. */
function flaggedPrefix(specifier: string): ((words: readonly Word[]) => boolean) | null {
  const prefix = /^([^*]+?)(?::\*| \*)$/.exec(specifier)?.[1];
  const [name, ...rest] = prefix?.split(/\s+/) ?? [];
  if (name === undefined || rest.length === 0) return null;
  const wanted = flagsOf(rest);
  const operands = rest.filter((word) => !word.startsWith('-'));
  if (wanted.size === 0 && !WITH_SUBCOMMANDS.has(name)) return null;
  return (words) => {
    if (baseName(nameOf(words)) !== name) return false;
    const texts = words.slice(1).map(({ text }) => text);
    const given = flagsOf(texts);
    return [...wanted].every((flag) => given.has(flag)) && standsBehindOptions(operands, texts);
  };
}

function flagsOf(texts: readonly string[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) => {
      if (!/^-./.test(text)) return [];
      const long = LONG_FORMS[text.split('=')[0] as string];
      if (long !== undefined) return [long];
      return text.startsWith('--') ? [text] : [...text.slice(1)].map((letter) => (letter === 'R' ? 'r' : letter));
    }),
  );
}

/** Whether the words come in this order with nothing but options, and their values, before and between them. */
function standsBehindOptions(wanted: readonly string[], texts: readonly string[]): boolean {
  let next = 0;
  for (const [at, text] of texts.entries()) {
    if (next === wanted.length) return true;
    if (text === wanted[next]) next++;
    else if (!text.startsWith('-') && !texts[at - 1]?.startsWith('-')) return false;
  }
  return next === wanted.length;
}

const INTERPRETERS =
  /^(?:python|node|perl|ruby|php|lua|deno|bun|awk|gawk|mawk|tclsh|osascript|Rscript|ghci|gdb|vim|ex|emacs)[\d.]*$/;

function doubtOf(reached: readonly Reached[], names: readonly string[]): string | null {
  for (const command of reached) {
    const { words, how } = command;
    const [name, ...rest] = words;
    if (name === undefined) continue;
    if (how === 'written' && !name.sure) return 'the name of a command is only known when it runs';
    if (readsCommands(words) && hasUnseenInput(command, reached))
      return 'a shell gets commands that are only known when it runs';
    if (!INTERPRETERS.test(baseName(name.text))) continue;
    const code = rest.map(({ text }) => text).join('\n');
    if (/^-[a-z]*[ce]$/m.test(code) && code.includes(UNKNOWN))
      return 'a program gets code that is only known when it runs';
    if (names.some((denied) => mentions(code, denied)))
      return 'code for another program names a command that has a rule';
  }
  return null;
}

/** Whether standard input is anything but text that stands in the line: that is judged as commands by itself. */
function hasUnseenInput({ pipeline, redirects }: Reached, reached: readonly Reached[]): boolean {
  if (redirects.some(({ kind }) => kind === 'read')) return true;
  const feeders = reached.filter((other) => other.pipeline === pipeline && !readsCommands(other.words));
  return feeders.some(
    ({ words }) => !['echo', 'printf', 'cat'].includes(nameOf(words)) || words.some(({ sure }) => !sure),
  );
}

function mentions(code: string, name: string): boolean {
  return code.split(/[^\w./-]+/).some((word) => word === name || baseName(word) === name);
}
