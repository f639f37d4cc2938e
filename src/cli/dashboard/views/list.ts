import { type Line, span } from '../text/line.js';
import { windowStart } from '../text/window.js';

/** A list of which one row is chosen: as much of it as has room, around the chosen one. */
export function listLines<Row>(
  rows: { readonly length: number; readonly slice: (from: number, to: number) => readonly Row[] },
  chosen: number,
  room: number,
  lineOf: (row: Row, isChosen: boolean) => Line,
): readonly Line[] {
  const start = windowStart(chosen, rows.length, room);
  return rows.slice(start, start + room).map((row, index) => lineOf(row, start + index === chosen));
}

/** What stands before a row: a mark at the chosen one of the list that has the keys. */
export function pointer(isChosen: boolean, hasKeys: boolean): Line {
  if (!isChosen) return [span('  ')];
  return [hasKeys ? span('❯ ', 'live') : span('› ', 'dim')];
}
