/** A word of a command, after the shell's quoting. */
export interface Word {
  /** What the program gets; `UNKNOWN` stands where only the running shell can tell. */
  readonly text: string;
  /** What the word becomes when braces in it expand; else only `text`. */
  readonly choices: readonly string[];
  /** True when a pattern in it stands unquoted. */
  readonly globs: boolean;
  /** False when the text is a guess: something in it is unknown or written in a way that is not modelled fully. */
  readonly sure: boolean;
  readonly start: number;
  readonly end: number;
}

/** Stands in a word for what cannot be known before the command runs. */
export const UNKNOWN = '\u{FFFC}';

export interface Assignment {
  readonly name: string;
  readonly value: Word | null;
}

export type Redirect =
  | { readonly kind: 'read' | 'write'; readonly target: Word }
  /** Text given on standard input. */
  | { readonly kind: 'text'; readonly text: string };

/** A simple command, wherever it stands. */
export interface Command {
  readonly assignments: readonly Assignment[];
  /** Name and arguments; empty for bare assignments and bare redirections. */
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  /** Commands of one pipeline share the number. */
  readonly pipeline: number;
  /** True when it only runs if the one before it succeeded. */
  readonly after: 'success' | 'whatever';
}

export interface Reading {
  readonly source: string;
  /** Every command in the text, those inside of substitutions, functions and groups included. */
  readonly commands: readonly Command[];
  /** Why the text cannot be judged command by command: one phrase; null when it can. */
  readonly obstacle: string | null;
  /** False when there is more in the text than was looked at. */
  readonly complete: boolean;
}

export function plainWord(text: string, start = 0, end = 0): Word {
  return { text, choices: [text], globs: false, sure: true, start, end };
}

/** The name of a command, or the empty text. */
export function nameOf(words: readonly Word[]): string {
  return words[0]?.text ?? '';
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The words as a text in which each is quoted if it must be: equal commands give equal texts. */
export function canonicalText(words: readonly Word[]): string {
  return words.map(({ text }) => (PLAIN.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)).join(' ');
}

const PLAIN = /^[^\s'"\\$`;|&<>()]+$/;
