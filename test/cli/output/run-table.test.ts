import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createColors } from 'picocolors';
import { runTable } from '../../../src/cli/output/run-table.js';
import type { RunRow } from '../../../src/client/run-row.js';

const STARTED = new Date(2026, 10, 22, 9, 5).getTime();

const row = (changes: Partial<RunRow>): RunRow => ({
  run: 'lh-audit-1',
  name: 'audit',
  status: 'completed',
  startedAt: STARTED,
  endedAt: STARTED + 65_000,
  costUsd: 0.5,
  phase: null,
  asks: 0,
  offline: false,
  ...changes,
});

const ROWS = [
  row({}),
  row({ run: 'lh-übung-22', name: '監査', status: 'waiting', endedAt: null, costUsd: null, asks: 2 }),
];

describe('the table of runs', () => {
  it('has a line for each, in columns, and says what is unknown', () => {
    expect(runTable(ROWS, STARTED + 3_600_000, createColors(false))).toEqual([
      'run          name   status           started           took    cost',
      'lh-audit-1   audit  completed        2026-11-22 09:05  1m 05s  $0.50',
      'lh-übung-22  監査   waiting, asks 2  2026-11-22 09:05  1h 00m  unknown',
    ]);
  });

  it('keeps its columns when it is coloured', () => {
    const plain = runTable(ROWS, STARTED, createColors(false));
    const coloured = runTable(ROWS, STARTED, createColors(true));
    expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(plain);
    expect(coloured).not.toEqual(plain);
  });

  it('lets no text of a workflow move the cursor or begin a line', () => {
    const [, line = ''] = runTable([row({ name: 'a\nb\u001b[2J' })], STARTED, createColors(false));
    expect(line).toContain('a b');
    expect(line).not.toMatch(/\p{Cc}/u);
  });
});
