import { createHash } from 'node:crypto';
import type { JournalLine } from '../../journal/line.js';
import type { Storage } from '../../storage/storage.js';
import type { TranscriptRef } from '../../storage/transcript-log.js';
import { readArchived } from '../resume/archived-run.js';
import { BUNDLE_FORMAT, type BundleLine } from './bundle.js';

/**
 * The record of a run as the lines of a bundle, each with its line end: all it takes to resume the run elsewhere. Not
 * encrypted, whatever the storage is.
 *
 * @throws LonghaulError RUN_NOT_RECORDED, and what storage throws
 */
export async function* exportRun(storage: Storage, run: string): AsyncIterable<string> {
  const hash = createHash('sha256');
  for await (const line of linesOf(storage, run)) {
    const text = `${JSON.stringify(line)}\n`;
    hash.update(text);
    yield text;
  }
  const last: BundleLine = { kind: 'digest', sha256: hash.digest('hex') };
  yield `${JSON.stringify(last)}\n`;
}

async function* linesOf(storage: Storage, run: string): AsyncIterable<BundleLine> {
  const { end, lines, lost: _, ...record } = await readArchived(storage, run);
  yield { kind: 'longhaul-run', format: BUNDLE_FORMAT, record };
  for (const digest of [record.spec.setup, ...(record.spec.reuse?.pages ?? [])]) {
    if (digest === null) continue;
    yield { kind: 'blob', digest, base64: Buffer.from(await storage.blobs.get(digest)).toString('base64') };
  }
  for (const line of lines) if (line.run === undefined) yield { kind: 'journal', line };
  for (const ref of conversationsIn(lines, run)) {
    yield { kind: 'transcript', ref, entries: await storage.transcripts.read(ref) };
  }
  if (end) yield { kind: 'end', end };
}

/** Each once, in the order in which they began. */
function conversationsIn(lines: readonly JournalLine[], run: string): readonly TranscriptRef[] {
  const refs = new Map<string, TranscriptRef>();
  for (const line of lines) {
    if (line.type === 'result' && line.kind !== 'agent') continue;
    const ref = { run: line.run ?? run, call: line.call, restarts: line.restarts };
    refs.set(JSON.stringify(ref), ref);
  }
  return [...refs.values()];
}
