// The rule a person is offered for a command that is asked: it must permit no more than it says to whoever reads it.
//
// S1  Only what stands there plainly gets a rule: no word that is known only when it runs, no line break, no star.
// S2  A command that gets its input from elsewhere gets none: the rule would permit it with any other input, too.
// S3  A rule for a beginning names a program with subcommands and the subcommand; all else gets its whole text.

import { type Command, nameOf, type Reading, type Word } from '../shell/command.js';
import { readsCommands, unwrapped } from '../shell/unwrap.js';

/** Longest rule, in characters: of a longer one nobody reads the middle. */
const LONGEST = 200;

/** The narrowest rule that is sensible for one command of a text; null when there is none. */
export function suggestedRule(command: Command, reading: Reading): string | null {
  const words = unwrapped(command.words).at(-1) ?? [];
  if (isFed(command, reading) || needsMoreThanItSays(command.words) || needsMoreThanItSays(words)) return null;
  const specifier = beginningOf(words) ?? textOf(command.words, reading.source);
  return specifier === null || specifier.length > LONGEST ? null : `Bash(${specifier})`;
}

/** S2. The first of a pipeline is not fed. */
function isFed({ redirects, pipeline, words }: Command, { commands }: Reading): boolean {
  if (redirects.some(({ kind }) => kind !== 'write')) return true;
  const start = words[0]?.start ?? 0;
  return commands.some((other) => other.pipeline === pipeline && (other.words[0]?.start ?? start) < start);
}

/** Builtins that change what the commands behind them do. */
const STEERING = new Set([
  ...['.', 'alias', 'builtin', 'cd', 'command', 'declare', 'enable', 'eval', 'exec', 'export', 'hash', 'local'],
  ...['mapfile', 'popd', 'pushd', 'read', 'readonly', 'set', 'shopt', 'source', 'trap', 'typeset', 'umask', 'unalias'],
  'unset',
]);

const INTERPRETERS = /^(?:python|node|perl|ruby|php|lua|deno|bun|tclsh|osascript|Rscript|psql|mysql|sqlite)[\d.]*$/;

/** Whether what the command does is not in its words: it steers others, or takes commands or arguments from its input. */
function needsMoreThanItSays(words: readonly Word[]): boolean {
  const name = nameOf(words);
  const rest = words.slice(1).map(({ text }) => text);
  if (STEERING.has(name) || name === 'xargs' || name === 'parallel') return true;
  if (readsCommands(words) || (/^(?:\S*\/)?\w*sh$/.test(name) && rest.some((text) => /^-[a-z]*s/.test(text))))
    return true;
  return INTERPRETERS.test(name) && (rest.includes('-') || rest.every((text) => text.startsWith('-')));
}

/** Programs that do one thing or another, as their first argument says. */
const WITH_SUBCOMMANDS = new Set([
  ...['apt', 'apt-get', 'brew', 'bun', 'bundle', 'cargo', 'composer', 'conda', 'deno', 'docker', 'dotnet', 'gh', 'git'],
  ...['go', 'gradle', 'helm', 'just', 'kubectl', 'make', 'mix', 'mvn', 'npm', 'npx', 'pip', 'pip3', 'pipx', 'pnpm'],
  ...['podman', 'poetry', 'rake', 'rustup', 'swift', 'systemctl', 'task', 'terraform', 'uv', 'yarn'],
]);

/** Subcommands that are as wide as a shell, or that change what the program does later. */
const WIDE = new Set(['alias', 'api', 'config', 'eval', 'exec', 'run-script', 'set', 'shell', 'ssh']);

/** Subcommands of which the next word says what they do. */
const NAMING = new Set(['compose', 'run']);

const PLAIN = /^[a-z][a-z0-9]*(?:[-:][a-z0-9]+)*$/;

/** `git push:*`, `npm run build:*`; null when the whole text is to stand in the rule. */
function beginningOf([name, ...rest]: readonly Word[]): string | null {
  if (name === undefined || !name.sure || !WITH_SUBCOMMANDS.has(name.text)) return null;
  const wanted = rest.slice(0, NAMING.has(rest[0]?.text ?? '') ? 2 : 1);
  const said = wanted.map(({ text }) => text);
  const isPlain = wanted.every(({ sure, globs, text }) => sure && !globs && PLAIN.test(text));
  const isWhole = said.length === (NAMING.has(said[0] ?? '') ? 2 : 1);
  return isPlain && isWhole && !said.some((word) => WIDE.has(word)) ? `${[name.text, ...said].join(' ')}:*` : null;
}

/** S1. */
function textOf(words: readonly Word[], source: string): string | null {
  const text = source.slice(words[0]?.start ?? 0, words.at(-1)?.end ?? 0);
  const isPlain = /^[\p{L}\p{N}\p{P}\p{S} ]+$/u.test(text) && !/\*|\\[()]/.test(text);
  return isPlain && words.every(({ sure }) => sure) ? text : null;
}
