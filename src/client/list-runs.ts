import type { Client } from '@temporalio/client';
import type { EndStatus, RunStatus } from '../workflows/events.js';
import { executions } from './executions.js';
import { OURS, slugOf } from './run-id.js';
import { type RunRow, runRow } from './run-row.js';

/** Which runs are listed: those that fit all that is given. */
export interface RunFilter {
  readonly status?: RunStatus;
  /** Of the workflow, in full. */
  readonly name?: string;
  /** Milliseconds since the epoch: runs started then or later, and before `until`. */
  readonly since?: number;
  readonly until?: number;
  /** Only those that have ended, or only those that go on. */
  readonly ended?: boolean;
  /** The newest so many; all unless given. */
  readonly limit?: number;
}

/**
 * Runs, those started last first. What Temporal cannot sort is asked for in stretches of time, so that the first rows come
 * before all have been seen. `now` in milliseconds since the epoch.
 */
export async function* listRuns(client: Client, filter: RunFilter, now: number): AsyncIterable<RunRow> {
  const { limit = Number.POSITIVE_INFINITY } = filter;
  let left = limit;
  let held: RunRow[] = [];
  for (const { query, from } of stretches(filter, now)) {
    if (left <= 0) return;
    for await (const info of executions(client, idOf(filter), [...conditionsOf(filter), ...query])) {
      const row = runRow(info);
      if (row && fits(row, filter)) held.push(row);
    }
    // A run that was continued began before its latest part did: its turn comes in an earlier stretch.
    const ripe = held.filter(({ startedAt }) => startedAt >= from).toSorted(newestFirst);
    held = held.filter(({ startedAt }) => startedAt < from);
    yield* ripe.slice(0, left);
    left -= ripe.length;
  }
}

/** Runs before all that is older. A run's id settles the order of those that were started at once. */
export function newestFirst(a: RunRow, b: RunRow): number {
  return b.startedAt - a.startedAt || (a.run < b.run ? 1 : -1);
}

interface Stretch {
  readonly query: readonly string[];
  /** Where it begins. */
  readonly from: number;
}

const DAY_MS = 86_400_000;

/** The last day, the month before it, all else. Those of no interest to `since` are left out. */
function stretches({ since = Number.NEGATIVE_INFINITY }: RunFilter, now: number): readonly Stretch[] {
  const bounds = [now - DAY_MS, now - 30 * DAY_MS, Number.NEGATIVE_INFINITY].map((bound) => Math.max(bound, since));
  return bounds.flatMap((from, index) => {
    const to = bounds[index - 1];
    if (from === to) return [];
    return [{ from, query: [...startedFrom(from), ...(to === undefined ? [] : [`StartTime < '${iso(to)}'`])] }];
  });
}

function startedFrom(from: number): readonly string[] {
  return from <= 0 ? [] : [`StartTime >= '${iso(from)}'`];
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** A name is looked for by what ids hold of it. So no foreign text gets into a query, and every server can answer it. */
function idOf({ name }: RunFilter): string {
  return name === undefined ? OURS : `${OURS}${slugOf(name)}-`;
}

function conditionsOf({ ended, status }: RunFilter): readonly string[] {
  const kinds = status === undefined || !(status in ENDED_AS) ? null : ENDED_AS[status as EndStatus];
  const isEnded = kinds ? true : status === undefined ? ended : false;
  return [
    ...(isEnded === undefined ? [] : [isEnded ? 'CloseTime IS NOT NULL' : 'CloseTime IS NULL']),
    ...(kinds ? [`ExecutionStatus IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`] : []),
  ];
}

/** What Temporal may call runs that ended so. */
const ENDED_AS: Readonly<Record<EndStatus, readonly string[]>> = {
  completed: ['Completed'],
  completed_with_failures: ['Completed'],
  failed: ['Failed', 'TimedOut'],
  stopped: ['Failed', 'Canceled', 'Terminated'],
};

/** The query finds more than is wanted, never less. A name that is known only from its id is taken for the one meant. */
function fits(row: RunRow, { status, name, since, until, ended }: RunFilter): boolean {
  if (status !== undefined && row.status !== status) return false;
  if (name !== undefined && row.name !== name && row.name !== slugOf(name)) return false;
  if (since !== undefined && row.startedAt < since) return false;
  if (until !== undefined && row.startedAt >= until) return false;
  return ended === undefined || ended === (row.endedAt !== null);
}
