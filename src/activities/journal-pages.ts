import type { JournalLine } from '../journal/line.js';
import type { BlobStore } from '../storage/blob-store.js';
import type { Digest } from '../storage/digest.js';
import type { RunActivities } from '../workflows/ports.js';

/** Characters of lines after which a page is full: a run reads one page at a time. */
const PAGE_LENGTH = 1_000_000;

/** Writes lines for a run to read: its `reuse.pages`. */
export async function writeJournal(lines: readonly JournalLine[], blobs: BlobStore): Promise<readonly Digest[]> {
  const pages: string[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const text = JSON.stringify(line);
    if (length + text.length > PAGE_LENGTH) {
      pages.push([]);
      length = 0;
    }
    pages.at(-1)?.push(text);
    length += text.length;
  }
  return Promise.all(pages.map((texts) => blobs.put(Buffer.from(`[${texts.join(',')}]`))));
}

/** One page of them. @throws LonghaulError BLOB_MISSING, BLOB_DAMAGED */
export async function readJournalPage(page: Digest, blobs: BlobStore): Promise<readonly JournalLine[]> {
  return JSON.parse(Buffer.from(await blobs.get(page)).toString()) as readonly JournalLine[];
}

export function createJournalReading(blobs: BlobStore): Pick<RunActivities, 'readJournal'> {
  return { readJournal: ({ page }) => readJournalPage(page, blobs) };
}
