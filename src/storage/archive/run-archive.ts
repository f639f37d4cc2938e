import type { CallId } from '../../interpreter/call.js';
import type { JournalLine } from '../../journal/line.js';
import type { RunResult } from '../../workflows/run-result.js';
import type { RunSpec } from '../../workflows/spec.js';
import type { Digest } from '../digest.js';

/** The layout of records that this version writes. */
export const RECORD_FORMAT = 1;

/** How a run began: written before it is started. */
export interface RunRecord {
  /** RECORD_FORMAT of the version that wrote it. */
  readonly format: number;
  readonly spec: RunSpec;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** How a run ended. A run that was ended by force has none. */
export interface RunEnd {
  readonly result: RunResult;
  /** Git tree of the workspace as the run left it, new files included; null where there is none or nobody worked in it. */
  readonly tree: string | null;
  /** The calls in the order in which their outcomes entered the script. */
  readonly order: readonly CallId[];
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
}

export interface Journal {
  /** In the order in which they were written. */
  readonly lines: readonly JournalLine[];
  /** Results that could not be read: what they say is gone, but for what the transcript of their agent holds. */
  readonly lost: number;
}

/**
 * What is kept of runs beside Temporal's history, for as long as nobody removes it: enough to take over the work of one
 * without a server that knows it.
 *
 * Any number of processes may write at once. Errors are LonghaulErrors: STORAGE_FULL, STORAGE_UNWRITABLE,
 * STORAGE_UNREADABLE, RECORD_DAMAGED. A run is named by its id; RangeError for what cannot be one.
 */
export interface RunArchive {
  /** Again with the same record does no harm. */
  begin(record: RunRecord): Promise<void>;
  /** Appends to the journal of a run: a reader sees the whole line or none. A loss of power may cost the newest lines. */
  append(run: string, lines: readonly JournalLine[]): Promise<void>;
  /** The first end counts. */
  end(run: string, end: RunEnd): Promise<void>;
  /** Null when there is no such run. */
  record(run: string): Promise<RunRecord | null>;
  ending(run: string): Promise<RunEnd | null>;
  journal(run: string): Promise<Journal>;
  /** Digests of the blobs that the journal of a run refers to. */
  references(run: string): Promise<readonly Digest[]>;
  /** Ids of all runs that there are records of, sorted. */
  runs(): Promise<readonly string[]>;
}
