import type { Command, Reading } from './command.js';
import type { Grammar } from './grammar.js';
import { type Known, readShell } from './read-shell.js';
import { isShell, spokenTo, startedBy, startsOthers } from './unwrap.js';

/** A command that may run when a text does. */
export interface Reached extends Command {
  /** `written` stands there as it is; `started` is named in the arguments of another; `spoken` is text for a shell. */
  readonly how: 'written' | 'started' | 'spoken';
}

const DEEPEST = 5;
const MOST_REACHED = 2_000;
/** Words of all reached commands together. */
const MOST_WORDS = 50_000;

export interface Reach {
  readonly commands: readonly Reached[];
  /** False when there may be more than were looked at. */
  readonly complete: boolean;
}

/** All commands that may run when the text does, as far as they stand in it. */
export function reachOf(reading: Reading, grammar: Grammar, known: Known): Reach {
  const found: Reached[] = [];
  let words = 0;
  let complete = true;
  visit(reading, 'written', 0);
  return { commands: found, complete };

  function visit(inner: Reading, how: Reached['how'], depth: number): void {
    if (!inner.complete) complete = false;
    const feedsShell = inner.commands.some(({ words }) => isShell(words));
    for (const command of inner.commands) {
      add(command, how, depth);
      if (!feedsShell) continue;
      for (const text of fedBy(command)) speak(text, depth);
    }
  }

  function add(command: Command, how: Reached['how'], depth: number): void {
    words += command.words.length;
    if (found.length >= MOST_REACHED || words > MOST_WORDS) {
      complete = false;
      return;
    }
    found.push({ ...command, how });
    for (const text of spokenTo(command.words)) speak(text, depth);
    if (!startsOthers(command.words)) return;
    if (depth >= DEEPEST) complete = false;
    else startedBy(command.words).forEach((inner) => start(command, inner, how, depth));
  }

  function start(command: Command, inner: Command['words'], how: Reached['how'], depth: number): void {
    const started = { ...command, assignments: [], redirects: [], words: inner };
    add(started, how === 'spoken' ? how : 'started', depth + 1);
  }

  function speak(text: string, depth: number): void {
    if (text.trim() === '') return;
    if (depth < DEEPEST) visit(readShell(grammar, text, known), 'spoken', depth + 1);
    else complete = false;
  }
}

/** Text that a shell in the same line may get to read from this command. */
function fedBy({ words, redirects }: Command): readonly string[] {
  const texts = redirects.flatMap((redirect) => (redirect.kind === 'text' ? [redirect.text] : []));
  const name = words[0]?.text ?? '';
  if (name !== 'echo' && name !== 'printf') return texts;
  const spoken = words.slice(1).filter(({ text }) => !text.startsWith('-'));
  return [...texts, spoken.map(({ text }) => text.replaceAll('\\n', '\n')).join(' ')];
}
