import { terminalText } from '../../terminal/terminal-text.js';
import { clip, widthOf } from './line.js';

/** Hostile text as rows of at most so many columns, broken between words where that goes. Tabs take two columns. */
export function wrapped(text: string, columns: number): readonly string[] {
  if (columns < 1) return [];
  return terminalText(text)
    .replaceAll('\t', '  ')
    .split('\n')
    .flatMap((line) => rowsOf(line.trimEnd(), columns));
}

/** The first `most` rows; the last of them says how many are missing. */
export function shortened(rows: readonly string[], most: number): readonly string[] {
  if (rows.length <= most) return rows;
  return [...rows.slice(0, most - 1), `… ${rows.length - most + 1} more lines`];
}

function rowsOf(line: string, columns: number): readonly string[] {
  if (widthOf(line) <= columns) return [line];
  const rows: string[] = [];
  let row = '';
  for (const word of line.split(/(?<= )/)) {
    if (widthOf((row + word).trimEnd()) <= columns) {
      row += word;
      continue;
    }
    if (row.trim() !== '') rows.push(row.trimEnd());
    const pieces = piecesOf(word, columns);
    rows.push(...pieces.slice(0, -1));
    row = pieces.at(-1) ?? '';
  }
  return [...rows, row.trimEnd()];
}

/** A word that is wider than the row, in pieces that are not. */
function piecesOf(word: string, columns: number): readonly string[] {
  if (widthOf(word.trimEnd()) <= columns) return [word];
  const pieces: string[] = [];
  let piece = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(word)) {
    const wide = widthOf(segment);
    if (width + wide > columns && piece !== '') {
      pieces.push(piece);
      piece = '';
      width = 0;
    }
    piece += wide > columns ? clip(segment, columns) : segment;
    width += wide;
  }
  return [...pieces, piece];
}

const GRAPHEMES = new Intl.Segmenter();
