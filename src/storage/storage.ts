import { join } from 'node:path';
import type { BlobStore } from './blob-store.js';
import { createFileBlobStore } from './file-blob-store.js';
import { createFileTranscriptLog } from './file-transcript-log.js';
import type { TranscriptLog } from './transcript-log.js';

/** Where everything is kept that is too big for a history, or that only an agent reads. */
export interface Storage {
  /** Absolute path of the folder that holds it all. */
  readonly root: string;
  readonly blobs: BlobStore;
  readonly transcripts: TranscriptLog;
}

/** Opens the storage in the folder `root`, an absolute path. Touches nothing: folders are made when first written to. */
export function openStorage(root: string): Storage {
  return {
    root,
    blobs: createFileBlobStore(join(root, 'blobs')),
    transcripts: createFileTranscriptLog(join(root, 'transcripts')),
  };
}
