import type { BlobStore } from '../storage/blob-store.js';
import type { RunPage } from '../workflows/carried.js';
import type { RunActivities } from '../workflows/ports.js';

/** The story of long runs, in blobs: what the Temporal run that carries one on needs. */
export function createRunPages(blobs: BlobStore): Pick<RunActivities, 'keepPage' | 'readPage'> {
  return {
    keepPage: ({ page }) => blobs.put(Buffer.from(JSON.stringify(page))),
    async readPage({ digest }) {
      return JSON.parse(Buffer.from(await blobs.get(digest)).toString('utf8')) as RunPage;
    },
  };
}
