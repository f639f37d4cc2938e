import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Key } from './keyring.js';

/** As Temporal's metadata and the documentation name it. */
export const CIPHER = 'AES-256-GCM';

const NODE_CIPHER = 'aes-256-gcm';
/** Bytes. Random, as NIST SP 800-38D (8.2.2) has it: a key is good for 2^32 values. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Nonce, ciphertext and tag. `bound` is authenticated and not kept: it takes the same to decrypt. */
export function encrypt(key: Key, plain: Uint8Array, bound: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(NODE_CIPHER, key.values, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound);
  const encrypted = cipher.update(plain);
  const rest = cipher.final();
  return Buffer.concat([nonce, encrypted, rest, cipher.getAuthTag()]);
}

/** Null when `data` or `bound` is not what was encrypted with this key. */
export function decrypt(key: Key, data: Uint8Array, bound: Uint8Array): Buffer | null {
  if (data.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(NODE_CIPHER, key.values, data.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(bound);
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  const plain = decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return null; // The tag does not fit: the only thing `final` can say of a cipher without padding.
  }
}
