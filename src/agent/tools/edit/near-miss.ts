import { numberedLines } from '../files/numbered-lines.js';

/** Longest text that is searched for something similar, in characters. */
const MOST_SEARCHED = 2_000_000;
/** Lines shown at most. */
const MOST_SHOWN = 30;

/** What models get wrong, and how texts look when it does not count. Both keep the number of lines. */
const DIFFERENCES: readonly { readonly what: string; readonly loosen: (text: string) => string }[] = [
  { what: 'in blanks and tabs', loosen: withoutBlanks },
  { what: 'in quotes or dashes', loosen: plainSigns },
  { what: 'in backslashes', loosen: (text) => text.replaceAll('\\', '') },
  { what: 'in case', loosen: (text) => text.toLowerCase() },
  { what: 'in blanks, quotes, dashes, backslashes or case', loosen: loosest },
];

/**
 * Why `wanted` may not have been found in `text`, in words for the model; empty when nothing similar is there. Both
 * have line feeds only.
 */
export function nearMiss(text: string, wanted: string): string {
  if (/^ *\d+\t/.test(wanted)) return ' It begins with a line number of Read: leave out the numbers and their tabs.';
  if (text.length > MOST_SEARCHED || wanted.trim() === '') return '';
  for (const { what, loosen } of DIFFERENCES) {
    const loose = loosen(text);
    const sought = loosen(wanted);
    const at = sought === '' ? -1 : loose.indexOf(sought);
    if (at === -1) continue;
    return ` This differs only ${what}:\n${linesAt(text, lineOf(loose, at), wanted.split('\n').length)}`;
  }
  return beginning(text, wanted);
}

/** Where at least the first line is found, and so perhaps what the model means. */
function beginning(text: string, wanted: string): string {
  const lines = wanted.split('\n');
  const first = withoutBlanks(lines.find((line) => withoutBlanks(line) !== '') ?? '');
  const loose = withoutBlanks(text);
  const at = loose.indexOf(first);
  if (at === -1 || lines.length === 1) return '';
  return ` Its first line is there, but what follows differs:\n${linesAt(text, lineOf(loose, at), lines.length)}`;
}

function withoutBlanks(text: string): string {
  return text.replaceAll(/[^\S\n]+/g, '');
}

function plainSigns(text: string): string {
  return text
    .replaceAll(/[‘’‚‛′]/g, "'")
    .replaceAll(/[“”„‟″]/g, '"')
    .replaceAll(/[‐‑‒–—―−]/g, '-')
    .replaceAll('…', '...');
}

function loosest(text: string): string {
  return plainSigns(withoutBlanks(text)).replaceAll('\\', '').toLowerCase();
}

function lineOf(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}

function linesAt(text: string, first: number, count: number): string {
  const shown = Math.min(count, MOST_SHOWN);
  return numberedLines(text.split('\n').slice(first - 1, first - 1 + shown), first);
}
