import { ApplicationFailure } from '@temporalio/common';
import { messageOf } from '../config/message-of.js';
import type { BlobStore } from '../storage/blob-store.js';

/** Temporal's type of what fails because storage does: it goes on when storage is back. */
export const STORAGE_FAILURE = 'LonghaulStorage';

/**
 * The store behind the payloads of a worker. Of what is thrown there Temporal keeps the words alone, so failures get a
 * type by which a task that waits for storage is told from one that is lost.
 */
export function workerBlobs(blobs: BlobStore): BlobStore {
  return {
    put: (bytes) => blobs.put(bytes).catch(fail),
    get: (digest) => blobs.get(digest).catch(fail),
    has: (digest) => blobs.has(digest).catch(fail),
  };
}

function fail(error: unknown): never {
  throw ApplicationFailure.create({
    type: STORAGE_FAILURE,
    message: messageOf(error),
    ...(error instanceof Error && { cause: error }),
  });
}
