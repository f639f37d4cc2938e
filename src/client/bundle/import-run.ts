// Puts a bundle into storage.
//
// M1  A bundle is checked as a whole before anything of it is written.
// M2  What is there is never changed: the same again does no harm, and anything else under the same name is refused.
// M3  A bundle speaks of its own run, and of those that it has taken something over from. Of these nothing is written where
//     they have a record of their own: who made the bundle must not add to their conversations.
// M4  Names in it become places in storage only by way of the stores, which check them.

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import { messageOf } from '../../config/message-of.js';
import type { Storage } from '../../storage/storage.js';
import { slugIn } from '../run-id.js';
import { BUNDLE_FORMAT, type BundleLine } from './bundle.js';

/** The lines of a bundle without their line ends, from its beginning each time it is asked. */
export type ReadBundle = () => AsyncIterable<string>;

/**
 * Takes over the record of a run; returns its id. It can then be resumed.
 *
 * @throws LonghaulError BUNDLE_INVALID, IMPORT_CONFLICT, and what `read` and storage throw
 */
export async function importRun(storage: Storage, read: ReadBundle): Promise<string> {
  const run = await check(read); // M1
  const { archive } = storage;
  const there = new Set((await archive.journal(run)).lines.map((line) => JSON.stringify(line)));
  for await (const text of read()) {
    const line = JSON.parse(text) as BundleLine;
    switch (line.kind) {
      case 'longhaul-run':
        await archive.begin(line.record);
        refuseUnless(isDeepStrictEqual(await archive.record(run), line.record), run);
        break;
      case 'end':
        await archive.end(run, line.end);
        refuseUnless(isDeepStrictEqual(await archive.ending(run), line.end), run);
        break;
      case 'journal':
        if (!there.has(JSON.stringify(line.line))) await archive.append(run, [line.line]);
        break;
      case 'transcript':
        await putConversation(storage, run, line);
        break;
      case 'blob':
        await storage.blobs.put(Buffer.from(line.base64, 'base64'));
        break;
      case 'digest':
        break;
    }
  }
  return run;
}

/** The run of a bundle that is whole and says nothing that cannot be. */
async function check(read: ReadBundle): Promise<string> {
  const hash = createHash('sha256');
  let run: string | null = null;
  let complete = false;
  try {
    for await (const text of read()) {
      if (complete) throw new Error('it goes on behind its end');
      const line = JSON.parse(text) as BundleLine;
      if (run === null) run = runOf(line);
      else if (line.kind === 'longhaul-run') throw new Error('it speaks of two runs');
      if (line.kind === 'blob' && digestOf(line.base64) !== line.digest) throw new Error('a stored value is damaged');
      complete = line.kind === 'digest';
      if (line.kind === 'digest' && line.sha256 !== hash.digest('hex')) throw new Error('it was changed');
      if (line.kind !== 'digest') hash.update(`${text}\n`);
    }
  } catch (cause) {
    if (isLonghaulError(cause)) throw cause;
    throw new LonghaulError('BUNDLE_INVALID', { reason: messageOf(cause) }, { cause });
  }
  if (run === null || !complete) throw new LonghaulError('BUNDLE_INVALID', { reason: 'its end is missing' });
  return run;
}

function runOf(line: BundleLine): string {
  if (line.kind !== 'longhaul-run') throw new Error('it is no export of a run');
  if (line.format !== BUNDLE_FORMAT) throw new Error(`its format ${line.format} is not known`);
  const { run } = line.record.spec;
  if (slugIn(run) === null) throw new Error('its run has an id that no run can have');
  return run;
}

function digestOf(base64: string): string {
  return createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
}

async function putConversation(
  { archive, transcripts }: Storage,
  run: string,
  { ref, entries }: Extract<BundleLine, { readonly kind: 'transcript' }>,
): Promise<void> {
  if (ref.run !== run && (slugIn(ref.run) === null || (await archive.record(ref.run)))) return; // M3
  const there = await transcripts.read(ref);
  refuseUnless(isDeepStrictEqual(there.slice(0, entries.length), entries.slice(0, there.length)), run);
  for (const [at, entry] of entries.entries()) if (at >= there.length) await transcripts.append(ref, at, entry);
}

/** M2 */
function refuseUnless(same: boolean, run: string): void {
  if (!same) throw new LonghaulError('IMPORT_CONFLICT', { run });
}
