import stringWidth from 'string-width';
import { cut } from '../../screens/cut.js';
import type { Colors } from '../../terminal/terminal.js';

/** What a stretch of text means; colours follow from it, and without colours nothing is lost but these. */
export type Tone = 'plain' | 'dim' | 'bold' | 'good' | 'bad' | 'warn' | 'live' | 'chosen';

/** Text that a terminal may be given as it is: no control characters, no breaks. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One row of the screen, from left to right. */
export type Line = readonly Span[];

export function span(text: string, tone: Tone = 'plain'): Span {
  return { text, tone };
}

/** Columns a text takes in a terminal. */
export function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}

/** ASCII and the signs we draw with. Measuring anything else takes a hundred times longer. */
const NARROW = /^[ -~·…✔✘–●◌○❯›│─█░×↑↓]*$/;

/** The text cut to so many columns, with an ellipsis where something is missing. */
export function clip(text: string, columns: number): string {
  return widthOf(text) <= columns ? text : cut(text, columns);
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** The line in exactly so many columns: cut, or filled up with spaces. */
export function fit(line: Line, columns: number): Line {
  const fitted: Span[] = [];
  let left = columns;
  for (const { text, tone } of line) {
    const kept = clip(text, left);
    fitted.push(span(kept, tone));
    left -= widthOf(kept);
    if (kept !== text) break;
  }
  return left > 0 ? [...fitted, span(' '.repeat(left))] : fitted;
}

/** `left` and `right` at the two ends of so many columns; `left` is cut where both have no room. */
export function apart(left: Line, right: Line, columns: number): Line {
  const taken = lineWidth(right);
  if (taken === 0) return fit(left, columns);
  if (taken + 1 >= columns) return fit(right, columns);
  return [...fit(left, columns - taken - 1), span(' '), ...right];
}

/** As a terminal is given it. */
export function painted(line: Line, colors: Colors): string {
  return line.map(({ text, tone }) => paint(text, tone, colors)).join('');
}

function paint(text: string, tone: Tone, { dim, bold, green, red, yellow, cyan, inverse }: Colors): string {
  switch (tone) {
    case 'plain':
      return text;
    case 'dim':
      return dim(text);
    case 'bold':
      return bold(text);
    case 'good':
      return green(text);
    case 'bad':
      return red(text);
    case 'warn':
      return yellow(text);
    case 'live':
      return cyan(text);
    case 'chosen':
      return inverse(text);
  }
}
