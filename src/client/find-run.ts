import type { Client } from '@temporalio/client';
import { LonghaulError } from '../config/errors.js';
import { executions } from './executions.js';
import { listRuns, newestFirst } from './list-runs.js';
import { OURS, slugIn } from './run-id.js';
import { type RunRow, runRow } from './run-row.js';

/** What the run started last is called. */
export const LAST = 'last';

/** Runs looked at when a name has to be completed, and candidates shown of those that match. */
const MOST_LISTED = 1_000;
const MOST_CANDIDATES = 10;

const PREFIX = /^[a-z0-9-]+$/;

/**
 * The full id of the run a person named: in full, by a beginning that no other run shares (`lh-` may be left out), or as
 * `last`. A full id is not looked up. `now` in milliseconds since the epoch. Throws RUN_NOT_FOUND and RUN_AMBIGUOUS.
 */
export async function findRun(client: Client, named: string, now: number): Promise<string> {
  const name = named.toLowerCase();
  if (slugIn(name) !== null) return name;
  // Anything else cannot begin an id, and must not reach the query.
  if (!PREFIX.test(name)) throw new LonghaulError('RUN_NOT_FOUND', { run: named });

  const rows = name === LAST ? listRuns(client, { limit: 1 }, now) : beginningWith(client, idOf(name));
  const found: RunRow[] = [];
  for await (const row of rows) found.push(row);
  const [newest, ...others] = found.toSorted(newestFirst).map(({ run }) => run);
  if (newest === undefined) throw new LonghaulError('RUN_NOT_FOUND', { run: named });
  if (others.length === 0) return newest;
  throw new LonghaulError('RUN_AMBIGUOUS', { run: named, candidates: [newest, ...others].slice(0, MOST_CANDIDATES) });
}

async function* beginningWith(client: Client, idBegins: string): AsyncIterable<RunRow> {
  let found = 0;
  for await (const info of executions(client, idBegins)) {
    const row = runRow(info);
    if (row) yield row;
    if (++found === MOST_LISTED) return;
  }
}

/** What the id begins with: `lh-` may be left out, or be cut short. */
function idOf(named: string): string {
  if (OURS.startsWith(named)) return OURS;
  return named.startsWith(OURS) ? named : `${OURS}${named}`;
}
