// Text of scripts, models, tools and servers is not ours: it may hold sequences that move the cursor, retitle the window,
// hide what follows or turn its direction. Whatever is shown on a terminal passes through here, once.

/** The text with its line breaks and tabs, and nothing else that a terminal would obey. */
export function terminalText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(SEQUENCES, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => (character === '\n' || character === '\t' ? character : ''))
    .replace(DIRECTIONS, '');
}

/** The same as one line: breaks and tabs become spaces. */
export function terminalLine(text: string): string {
  return terminalText(text.replace(/[\u2028\u2029\u0085]/g, '\n')).replace(/\s*[\n\t]\s*/g, ' ');
}

const ESC = '\u001b';

/**
 * Sequences of ECMA-48 with all they carry. A string (title, link, …) that is never ended loses its introducer only:
 * dropping the rest of the text would hide words that a person has to see.
 */
const SEQUENCES = new RegExp(
  [
    `(?:${ESC}\\[|\u009b)[0-?]*[ -/]*[@-~]`,
    `(?:${ESC}[\\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u009c|${ESC}\\\\)`,
    `${ESC}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

/** Marks, embeddings, overrides and isolates of the bidirectional algorithm: they can make text read as another. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
