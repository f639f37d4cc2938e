import { readJournalPage } from '../../activities/journal-pages.js';
import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import type { JournalLine } from '../../journal/line.js';
import type { RunEnd, RunRecord } from '../../storage/archive/run-archive.js';
import type { Storage } from '../../storage/storage.js';
import { LAST, onlyOf } from '../find-run.js';
import type { LonghaulClient } from '../longhaul-client.js';
import { idBeginning, slugIn } from '../run-id.js';

/** A run as its record tells it. */
export interface ArchivedRun extends RunRecord {
  /** Null while it goes on, and when it was ended by force. */
  readonly end: RunEnd | null;
  /** All it has done and has taken over; the latter first. */
  readonly lines: readonly JournalLine[];
  /** Results that could not be read. */
  readonly lost: number;
}

/** The id of a run as a person named it: as the server knows it, or the storage when no server does any more. */
export async function findRecorded(named: string, client: Pick<LonghaulClient, 'find' | 'storage'>): Promise<string> {
  try {
    return (await client.find(named)).run;
  } catch (error) {
    if (!isLonghaulError(error) || error.code !== 'RUN_NOT_FOUND') throw error;
    const found = await findArchived(await client.storage(), named);
    if (found === null) throw error;
    return found;
  }
}

/**
 * What a run was started with, by its full id.
 *
 * @throws LonghaulError RUN_NOT_RECORDED, RECORD_DAMAGED, and what storage throws
 */
export async function readRecord({ archive, place }: Storage, run: string): Promise<RunRecord> {
  const record = await archive.record(run);
  if (!record) throw new LonghaulError('RUN_NOT_RECORDED', { run, place });
  return record;
}

/** All there is of a run in storage. Throws as `readRecord`. */
export async function readArchived(storage: Storage, run: string): Promise<ArchivedRun> {
  const { archive } = storage;
  const [record, end, journal] = await Promise.all([
    readRecord(storage, run),
    archive.ending(run),
    archive.journal(run),
  ]);
  return { ...record, end, lines: [...(await takenOver(record, storage)), ...journal.lines], lost: journal.lost };
}

/**
 * The id of the run with a record that a person named as `findRun` takes it, for when no server knows it any more; null
 * when there is none.
 *
 * @throws LonghaulError RUN_AMBIGUOUS
 */
async function findArchived({ archive }: Storage, named: string): Promise<string | null> {
  const runs = (await archive.runs()).filter((run) => slugIn(run) !== null).toSorted(newestFirst);
  return onlyOf(named === LAST ? runs.slice(0, 1) : meantBy(named, runs), named);
}

/** The newest run of a workflow, or those whose ids begin so. `runs`: newest first. */
function meantBy(named: string, runs: readonly string[]): readonly string[] {
  const ofWorkflow = runs.find((run) => slugIn(run) === named.toLowerCase());
  const begins = idBeginning(named);
  return ofWorkflow === undefined ? runs.filter((run) => run.startsWith(begins)) : [ofWorkflow];
}

/** What the run was resumed with itself. Each line says whose it is. */
async function takenOver({ spec }: RunRecord, { blobs }: Storage): Promise<readonly JournalLine[]> {
  const { reuse } = spec;
  if (!reuse) return [];
  const pages = await Promise.all(reuse.pages.map((page) => readJournalPage(page, blobs)));
  return pages.flat().map((line) => ({ ...line, run: line.run ?? reuse.from }));
}

/** By the ULIDs at their ends. */
function newestFirst(a: string, b: string): number {
  return a.slice(-ULID_LENGTH) < b.slice(-ULID_LENGTH) ? 1 : -1;
}

const ULID_LENGTH = 26;
