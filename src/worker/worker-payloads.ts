import { ApplicationFailure } from '@temporalio/common';
import { messageOf } from '../config/message-of.js';
import type { PayloadHandling } from '../storage/payload-offload.js';

/** Temporal's type of what fails because storage does, or a key is not there: it goes on when that is mended. */
export const STORAGE_FAILURE = 'LonghaulStorage';

/**
 * What handles the payloads of a worker. Of what is thrown there Temporal keeps the words alone, so failures get a type
 * by which a task that waits for storage or a key is told from one that is lost.
 */
export function workerPayloads({ blobs, codec, key, needKey }: PayloadHandling): PayloadHandling {
  return {
    blobs: {
      put: (bytes) => blobs.put(bytes).catch(fail),
      get: (digest) => blobs.get(digest).catch(fail),
      has: (digest) => blobs.has(digest).catch(fail),
    },
    codec: {
      encode: (payloads) => codec.encode(payloads).catch(fail),
      decode: (payloads) => codec.decode(payloads).catch(fail),
    },
    key,
    needKey(id, what) {
      try {
        needKey(id, what);
      } catch (error) {
        fail(error);
      }
    },
  };
}

function fail(error: unknown): never {
  throw ApplicationFailure.create({
    type: STORAGE_FAILURE,
    message: messageOf(error),
    ...(error instanceof Error && { cause: error }),
  });
}
