import type { Client } from '@temporalio/client';
import { LonghaulError } from '../config/errors.js';
import { nearest } from '../script/nearest.js';
import { executions } from './executions.js';
import { listRuns, newestFirst } from './list-runs.js';
import { idBeginning, OURS, slugIn, slugOf } from './run-id.js';
import { type RunRow, runRow } from './run-row.js';

/** What the run started last is called. */
export const LAST = 'last';

/** Runs looked at when a name has to be completed, and candidates shown of those that match. */
const MOST_LISTED = 1_000;
const MOST_CANDIDATES = 10;
/** Runs whose names an unknown one is compared with. */
const MOST_COMPARED = 200;

/**
 * The full id of the run a person named: in full, as `last`, by the name of its workflow (the one started last), or by a
 * beginning that no other run shares (`lh-` may be left out). A full id is not looked up. `now` in milliseconds since the
 * epoch. Throws RUN_NOT_FOUND and RUN_AMBIGUOUS.
 */
export async function findRun(client: Client, named: string, now: number): Promise<string> {
  if (slugIn(named.toLowerCase()) !== null) return named.toLowerCase();
  const found = named === LAST ? await all(listRuns(client, { limit: 1 }, now)) : await namedSo(client, named, now);
  const run = onlyOf(
    found.toSorted(newestFirst).map((row) => row.run),
    named,
  );
  if (run === null) throw await notFound(client, named, now);
  return run;
}

/** The run that was found for a name; null for none. `runs`: newest first. Throws RUN_AMBIGUOUS. */
export function onlyOf(runs: readonly string[], named: string): string | null {
  const [only = null, ...others] = runs;
  if (others.length === 0) return only;
  throw new LonghaulError('RUN_AMBIGUOUS', { run: named, candidates: runs.slice(0, MOST_CANDIDATES) });
}

/** With the name of a workflow that was run lately and is written much the same, if there is one. */
async function notFound(client: Client, named: string, now: number): Promise<LonghaulError> {
  const runs = await all(listRuns(client, { limit: MOST_COMPARED }, now));
  const begins = named.toLowerCase().startsWith(OURS) ? named.slice(OURS.length) : named;
  const near = nearest(begins, [...new Set(runs.map(({ name }) => name))]);
  return new LonghaulError('RUN_NOT_FOUND', { run: named, ...(near !== null && { near }) });
}

/** One run when a workflow is named, else all whose id begins so. */
async function namedSo(client: Client, named: string, now: number): Promise<readonly RunRow[]> {
  // Anything else cannot begin an id, and must not reach the query.
  const begins = PREFIX.test(named) ? idBeginning(named) : `${OURS}${slugOf(named)}-`;
  const found = await all(beginningWith(client, begins));
  const meant = found.find(({ name }) => name === named) ?? found.find(({ run }) => slugIn(run) === named);
  if (meant) return all(listRuns(client, { name: meant.name, limit: 1 }, now));
  return PREFIX.test(named) ? found : [];
}

const PREFIX = /^[a-z0-9-]+$/i;

async function all(rows: AsyncIterable<RunRow>): Promise<readonly RunRow[]> {
  const found: RunRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

async function* beginningWith(client: Client, idBegins: string): AsyncIterable<RunRow> {
  let found = 0;
  for await (const info of executions(client, idBegins)) {
    const row = runRow(info);
    if (row) yield row;
    if (++found === MOST_LISTED) return;
  }
}
