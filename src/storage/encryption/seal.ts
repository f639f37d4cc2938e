// An encrypted object: mark, length of the key's id, the id, then nonce, ciphertext and tag.
//
// The header, and what the object is for, are authenticated: an object whose key's id was changed, or that was put in
// another's place, does not open.

import { decrypt, encrypt } from './aes-gcm.js';
import { type Key, keyFor, type Keyring } from './keyring.js';

/** Nothing we store begins with a zero byte: payloads are protobuf messages, all else is JSON. */
const MARK = Buffer.from('\0lhseal1', 'latin1');

/** What is to be opened. */
export interface Sealed {
  /** In words for a person. */
  readonly kind: 'stored value' | 'transcript entry' | 'record of a run';
  /** As it was given to `seal`. */
  readonly about: string;
  /** Path or address, for errors. */
  readonly place: string;
}

/** Encrypts `bytes`. `about` says what they are for: only with the same they open again. */
export function seal(bytes: Uint8Array, key: Key, about: string): Buffer {
  const header = headerOf(key.id);
  return Buffer.concat([header, encrypt(key, bytes, bound(header, about))]);
}

export function isSealed(stored: Uint8Array): boolean {
  return stored.length > MARK.length && MARK.equals(stored.subarray(0, MARK.length));
}

/**
 * The bytes that were sealed; null when they were changed, or were sealed for something else.
 *
 * @throws LonghaulError ENCRYPTION_KEY_MISSING
 */
export function unseal(stored: Uint8Array, keyring: Keyring, { kind, about, place }: Sealed): Uint8Array | null {
  const length = MARK.length + 1 + (stored[MARK.length] ?? 0);
  const header = stored.subarray(0, length);
  const id = Buffer.from(header.subarray(MARK.length + 1)).toString('latin1');
  // Who changed the id is not answered with a search for a key of that name.
  if (!/^[A-Za-z0-9_.-]+$/.test(id)) return null;
  const key = keyFor(keyring, id, `${kind} ${place}`);
  return decrypt(key, stored.subarray(length), bound(header, about));
}

function headerOf(id: string): Buffer {
  return Buffer.concat([MARK, Buffer.from([id.length]), Buffer.from(id, 'latin1')]);
}

function bound(header: Uint8Array, about: string): Buffer {
  return Buffer.concat([header, Buffer.from(about)]);
}
