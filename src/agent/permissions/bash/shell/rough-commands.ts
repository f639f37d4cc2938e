import { type Command, plainWord, type Word } from './command.js';

/**
 * The commands a text seems to have, where no grammar can read it: the shell may still run its beginning. Used for
 * what must not run, never for what may.
 */
export function roughCommands(source: string): readonly Command[] {
  const commands: Command[] = [];
  let words: Word[] = [];
  let text: string | null = null;
  let quote: '"' | "'" | null = null;
  const endWord = (): void => {
    if (text !== null) words.push(plainWord(text));
    text = null;
  };
  const endCommand = (): void => {
    endWord();
    if (words.length > 0) {
      commands.push({ assignments: [], words, redirects: [], pipeline: -1, after: 'whatever' });
    }
    words = [];
  };
  for (let at = 0; at < source.length; at++) {
    const char = source[at] as string;
    const nests = char === '`' || (char === '$' && source[at + 1] === '(');
    if (quote === "'" || (quote === '"' && !nests)) {
      if (char === quote) quote = null;
      else text = (text ?? '') + char;
    } else if (nests) {
      endCommand();
      quote = null;
      if (char === '$') at++;
    } else if (char === '"' || char === "'") {
      quote = char;
      text ??= '';
    } else if (char === '\\') {
      at++;
      if (source[at] !== '\n') text = (text ?? '') + (source[at] ?? '');
    } else if (';|&()<>\n{}'.includes(char)) endCommand();
    else if (/\s/.test(char)) endWord();
    else text = (text ?? '') + char;
  }
  endCommand();
  return commands;
}
