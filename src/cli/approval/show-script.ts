import stringWidth from 'string-width';
import { cut } from '../screens/cut.js';
import { colorsOf, type Terminal, write } from '../terminal/terminal.js';
import { terminalText } from '../terminal/terminal-text.js';
import type { Keys } from './keys.js';

/**
 * Shows a script with line numbers, page by page. Long lines are folded, not cut: nothing of what would run is out of
 * sight. Returns whether the person wants to edit it.
 */
export async function showScript(text: string, keys: Keys, terminal: Terminal): Promise<'back' | 'edit'> {
  const { stderr, env } = terminal;
  const { dim } = colorsOf(stderr, env);
  const columns = Math.max(20, (stderr.columns ?? 80) - 1);
  const rows = foldedLines(text, columns);
  const page = Math.max(1, (stderr.rows ?? 24) - 2);
  for (let at = 0; ; at += page) {
    const shown = rows.slice(at, at + page);
    await write(stderr, shown.map((row) => `${row}\n`).join(''));
    const last = at + page >= rows.length;
    const place = last ? 'the end' : `${at + page} of ${rows.length} rows · Space goes on`;
    await write(stderr, dim(cut(`${place} · Ctrl+G edits · q goes back`, columns)));
    const answer = await pressed(keys);
    await write(stderr, '\r\u001b[0K');
    if (answer !== 'more') return answer;
    if (last) return 'back';
  }
}

async function pressed(keys: Keys): Promise<'more' | 'back' | 'edit'> {
  for (;;) {
    const key = await keys.next();
    if (key === 'more' || key === 'enter' || key === 'down') return 'more';
    if (key === 'quit' || key === 'escape') return 'back';
    if (key === 'edit') return 'edit';
  }
}

/** Rows of a terminal that wide: each begins with the number of its line, or with blanks where a line goes on. */
export function foldedLines(text: string, columns: number): readonly string[] {
  const lines = terminalText(text).replaceAll('\t', '  ').replace(/\n$/, '').split('\n');
  const digits = String(lines.length).length;
  return lines.flatMap((line, index) =>
    folded(line, columns - digits - 2).map((part, nth) => {
      const number = nth === 0 ? String(index + 1) : '';
      return `${number.padStart(digits)}  ${part}`;
    }),
  );
}

function folded(line: string, columns: number): readonly string[] {
  if (line.length * 2 <= columns || stringWidth(line) <= columns) return [line];
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const { segment } of GRAPHEMES.segment(line)) {
    const more = stringWidth(segment);
    if (width + more > columns) {
      rows.push(row);
      [row, width] = ['', 0];
    }
    row += segment;
    width += more;
  }
  return [...rows, row];
}

const GRAPHEMES = new Intl.Segmenter();
