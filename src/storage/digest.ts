import { createHash } from 'node:crypto';
import { LonghaulError } from '../config/errors.js';

/** SHA-256 of a blob's bytes: 64 lower-case hexadecimal digits. */
export type Digest = string;

export function digestOf(bytes: Uint8Array): Digest {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Returns `text` when it has the form of a digest. Digests arrive from histories and command lines, and places are
 * built from them: every implementation of a store checks before it does anything else.
 *
 * @throws LonghaulError BLOB_DIGEST_INVALID
 */
export function checkDigest(text: string): Digest {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new LonghaulError('BLOB_DIGEST_INVALID', { digest: text });
  return text;
}
