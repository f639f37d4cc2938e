import type { RunRow } from '../../../client/run-row.js';
import { slugIn } from '../../../client/run-id.js';
import type { RunArchive, RunEnd } from '../../../storage/archive/run-archive.js';
import type { ListedRun } from '../scene/scene.js';
import { decodeTime } from 'ulid';

/** Records that are looked into: the newest. */
const MOST_PAST = 500;
const ULID_LENGTH = 26;

/** Runs that only their records tell of: the server has forgotten them. Reads each record once. */
export class PastRuns {
  readonly #rows = new Map<string, ListedRun>();

  /** Those started last first; `known` are the runs that the server tells of. */
  async beside(known: ReadonlySet<string>, archive: RunArchive): Promise<readonly ListedRun[]> {
    const runs = (await archive.runs()).filter((run) => !known.has(run) && slugIn(run) !== null);
    const newest = runs.toSorted((a, b) => startOf(b) - startOf(a)).slice(0, MOST_PAST);
    const rows: ListedRun[] = [];
    for (const run of newest) rows.push(this.#rows.get(run) ?? (await this.#read(run, archive)));
    return rows;
  }

  async #read(run: string, archive: RunArchive): Promise<ListedRun> {
    const row = rowOf(run, await archive.ending(run).catch(() => null));
    this.#rows.set(run, row);
    return row;
  }
}

function rowOf(run: string, end: RunEnd | null): ListedRun {
  const { result, endedAt = null } = end ?? {};
  return {
    run,
    name: slugIn(run) ?? run,
    status: result && result.status !== 'rejected' ? result.status : null,
    startedAt: startOf(run),
    endedAt,
    costUsd: result?.totals.cost?.usd ?? null,
    phase: null,
    asks: 0,
    offline: false,
    from: 'record',
  };
}

/** An id tells when it was made; milliseconds since the epoch. */
function startOf(run: string): number {
  return decodeTime(run.slice(-ULID_LENGTH).toUpperCase());
}

/** The same for a run that the server tells of. */
export function listed(row: RunRow): ListedRun {
  return { ...row, from: 'server' };
}
