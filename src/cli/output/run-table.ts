import stringWidth from 'string-width';
import type { RunRow } from '../../client/run-row.js';
import { dollars } from '../../workflows/cost.js';
import { duration } from './amounts.js';
import { minuteOf } from './moments.js';
import type { Colors } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** Runs as a table for a person, a line each. `now` in milliseconds since the epoch; times are those of this machine. */
export function runTable(runs: readonly RunRow[], now: number, colors: Colors): readonly string[] {
  const table = runs.map((row) => cellsOf(row, now));
  const widths = HEAD.map((title, column) =>
    Math.max(title.length, ...table.map((cells) => stringWidth(cells[column] ?? ''))),
  );
  const padded = (cells: readonly string[]): readonly string[] =>
    cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)));
  return [
    colors.dim(padded(HEAD).join('  ').trimEnd()),
    ...runs.map((row, index) => {
      const [run, name, status, ...rest] = padded(table[index] ?? []);
      return [run, name, paint(row, colors)(status ?? ''), ...rest].join('  ').trimEnd();
    }),
  ];
}

const HEAD = ['run', 'name', 'status', 'started', 'took', 'cost'];

function cellsOf({ run, name, status, asks, startedAt, endedAt, costUsd }: RunRow, now: number): readonly string[] {
  const waiting = asks !== null && asks > 0 ? `${status}, asks ${asks}` : status;
  return [
    run,
    terminalLine(name),
    waiting,
    minuteOf(startedAt),
    duration((endedAt ?? now) - startedAt),
    costUsd === null ? 'unknown' : dollars(costUsd),
  ];
}

function paint({ status }: RunRow, { green, yellow, red, cyan }: Colors): (text: string) => string {
  switch (status) {
    case 'completed':
      return green;
    case 'failed':
      return red;
    case 'running':
      return cyan;
    default:
      return yellow;
  }
}
