// What may be removed from storage: values that no run needs.
//
// X1  Kept is what the record of any run refers to, whether or not a server knows the run.
// X2  Kept is what was put since the oldest run began that a server or a record may still need values of: all runs the
//     server knows, since their histories refer to values that no record names, and runs without an end in their record
//     that the server does not say have ended. A day more is kept: clocks differ, and a run that is being prepared has put
//     values before anybody knows of it.
// X3  Where a record cannot be read nothing is removed: what it refers to is not known.
//
// A storage that several servers share is known to each in part. X2 keeps what goes on there; of their runs that have ended
// the records, and so all it takes to resume them, stay (X1).

import { LonghaulError } from '../config/errors.js';
import type { Digest } from '../storage/digest.js';
import type { Storage } from '../storage/storage.js';
import type { Swept } from '../storage/sweep-blobs.js';
import type { LonghaulClient } from './longhaul-client.js';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Removes values that no run needs, or says only what would be removed. `now` in milliseconds since the epoch.
 *
 * @throws LonghaulError GC_UNSUPPORTED, RECORD_DAMAGED, and what storage and server throw
 */
export async function collectGarbage(
  client: Pick<LonghaulClient, 'list' | 'storage'>,
  mode: 'look' | 'remove',
  now: number,
): Promise<Swept> {
  const storage = await client.storage();
  if (!storage.sweepBlobs) throw new LonghaulError('GC_UNSUPPORTED', {});
  const ended = new Set<string>();
  let oldest = now;
  for await (const { run, startedAt, endedAt } of client.list()) {
    oldest = Math.min(oldest, startedAt);
    if (endedAt !== null) ended.add(run);
  }
  const keep = new Set<Digest>();
  for (const run of await storage.archive.runs()) {
    const began = await keepOf(run, storage, keep);
    if (began !== null && !ended.has(run)) oldest = Math.min(oldest, began);
  }
  return storage.sweepBlobs({ keep, since: oldest - DAY_MS, mode });
}

/** Adds what the record of a run refers to (X1). When the run began, if it may go on; null when its record has an end. */
async function keepOf(run: string, { archive }: Storage, keep: Set<Digest>): Promise<number | null> {
  const record = await archive.record(run);
  if (!record) return null; // began to be imported or to be removed
  const { setup, reuse } = record.spec;
  for (const digest of [setup, ...(reuse?.pages ?? []), ...(await archive.references(run))]) {
    if (digest !== null) keep.add(digest);
  }
  return (await archive.ending(run)) ? null : record.startedAt;
}
