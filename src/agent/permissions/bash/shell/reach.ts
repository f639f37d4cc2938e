import type { Command, Reading } from './command.js';
import type { Grammar } from './grammar.js';
import { type Known, readShell } from './read-shell.js';
import { isShell, spokenTo, startedBy } from './unwrap.js';

/** A command that may run when a text does. */
export interface Reached extends Command {
  /** `written` stands there as it is; `started` is named in the arguments of another; `spoken` is text for a shell. */
  readonly how: 'written' | 'started' | 'spoken';
}

const DEEPEST = 5;
const MOST_REACHED = 5_000;

/** All commands that may run when the text does, as far as they stand in it. Never fewer than the shell would run of those. */
export function reachOf(reading: Reading, grammar: Grammar, known: Known): readonly Reached[] {
  const found: Reached[] = [];
  visit(reading, 'written', 0);
  return found;

  function visit(inner: Reading, how: Reached['how'], depth: number): void {
    const feedsShell = inner.commands.some(({ words }) => isShell(words));
    for (const command of inner.commands) {
      add(command, how, depth);
      if (!feedsShell) continue;
      for (const text of fedBy(command)) speak(text, depth);
    }
  }

  function add(command: Command, how: Reached['how'], depth: number): void {
    if (found.length >= MOST_REACHED) return;
    found.push({ ...command, how });
    if (depth >= DEEPEST) return;
    for (const words of startedBy(command.words)) {
      add({ ...command, assignments: [], redirects: [], words }, how === 'spoken' ? how : 'started', depth + 1);
    }
    for (const text of spokenTo(command.words)) speak(text, depth);
  }

  function speak(text: string, depth: number): void {
    if (depth < DEEPEST && text.trim() !== '') visit(readShell(grammar, text, known), 'spoken', depth + 1);
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
