import type { Digest } from './digest.js';

/**
 * Keeps byte strings under the SHA-256 of their content. Blobs are never changed, so a digest in a history means the
 * same bytes for ever.
 *
 * Every method may be called at once by any number of processes on the same store. Errors are LonghaulErrors:
 * BLOB_DIGEST_INVALID for what is no digest, STORAGE_UNREADABLE where the place itself cannot be read.
 */
export interface BlobStore {
  /**
   * Stores `bytes` and returns their digest. When it resolves the blob is durable. Putting the same bytes again is
   * harmless, and replaces a copy that was damaged.
   *
   * @throws LonghaulError STORAGE_FULL, STORAGE_UNWRITABLE
   */
  put(bytes: Uint8Array): Promise<Digest>;
  /**
   * The bytes with this digest, verified.
   *
   * @throws LonghaulError BLOB_MISSING, BLOB_DAMAGED
   */
  get(digest: Digest): Promise<Uint8Array>;
  /** Whether there is such a blob; its bytes are not read, so it may still prove to be damaged. */
  has(digest: Digest): Promise<boolean>;
}
