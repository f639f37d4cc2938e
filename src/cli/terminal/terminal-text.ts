// Text of scripts, models, tools and servers is not ours: it may hold sequences that move the cursor, retitle the window,
// hide what follows or turn its direction. Whatever is shown on a terminal passes through here, once.

import { withoutSequences } from '../../config/control-sequences.js';

/** The text with its line breaks and tabs, and nothing else that a terminal would obey. */
export function terminalText(text: string): string {
  return withoutSequences(text.replace(/\r\n?/g, '\n'))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => (character === '\n' || character === '\t' ? character : ''))
    .replace(DIRECTIONS, '');
}

/** The same as one line: breaks and tabs become spaces. */
export function terminalLine(text: string): string {
  return terminalText(text.replace(/[\u2028\u2029\u0085]/g, '\n')).replace(/\s*[\n\t]\s*/g, ' ');
}

/** Marks, embeddings, overrides and isolates of the bidirectional algorithm: they can make text read as another. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
