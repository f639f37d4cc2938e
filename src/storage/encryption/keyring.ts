// The keys of a storage and of the payloads in Temporal.
//
// Q1  The first key encrypts, all of them decrypt: a new key is put in front, and the old ones stay as long as values
//     are around that were encrypted with them.
// Q2  What is done with a key is done with keys derived from it, one for each purpose.
// Q3  A key is known by its name and a fingerprint of itself, so that two keys of one name are told apart. Both are
//     public; the bytes are held in objects that no log and no JSON shows.

import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { LonghaulError } from '../../config/errors.js';

export interface Key {
  /** `prod-2.5e8f01aa`, or the fingerprint alone for a key without a name (Q3). */
  readonly id: string;
  /** Encrypts values. */
  readonly values: KeyObject;
  /** Hides the digests of blobs. */
  readonly names: KeyObject;
}

export interface Keyring {
  /** Encrypts; null where nothing is to be encrypted. */
  readonly current: Key | null;
  /** All of them, `current` first. */
  readonly keys: readonly Key[];
}

export const NO_KEYS: Keyring = { current: null, keys: [] };

/**
 * Reads `base64` or `name:base64` of 32 bytes each, parted by commas or white space. `source` is what errors call the
 * text; they never repeat any of it.
 *
 * @throws LonghaulError KEYRING_INVALID
 */
export function parseKeyring(text: string, source: string): Keyring {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const keys = entries.map((entry, index) => parseKey(entry, `key ${index + 1}`, source));
  const [current] = keys;
  if (!current) throw new LonghaulError('KEYRING_INVALID', { source, reason: 'it holds no key' });
  if (new Set(keys.map(({ id }) => id)).size < keys.length) {
    throw new LonghaulError('KEYRING_INVALID', { source, reason: 'it holds the same key twice' });
  }
  return { current, keys };
}

/**
 * The key with this id. `what` says what is to be read, and where it lies.
 *
 * @throws LonghaulError ENCRYPTION_KEY_MISSING
 */
export function keyFor(keyring: Keyring, id: string, what: string): Key {
  const key = keyring.keys.find((one) => one.id === id);
  if (key) return key;
  throw new LonghaulError('ENCRYPTION_KEY_MISSING', { key: id, what, given: keyring.keys.map((one) => one.id) });
}

/** 64 hexadecimal digits in place of a digest, which say nothing to who has no key. */
export function hiddenName(key: Key, digest: string): string {
  return createHmac('sha256', key.names).update(digest).digest('hex');
}

const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 4;

function parseKey(entry: string, which: string, source: string): Key {
  const colon = entry.indexOf(':');
  const name = entry.slice(0, Math.max(colon, 0));
  if (colon >= 0 && !/^[A-Za-z0-9_-]{1,32}$/.test(name)) {
    const reason = `the name of ${which} is not made of 1 to 32 letters, digits, - and _`;
    throw new LonghaulError('KEYRING_INVALID', { source, reason });
  }
  const secret = Buffer.from(entry.slice(colon + 1), 'base64');
  if (secret.length !== KEY_BYTES || !isBase64(entry.slice(colon + 1))) {
    throw new LonghaulError('KEYRING_INVALID', { source, reason: `${which} is not 32 bytes in base64` });
  }
  const fingerprint = derive(secret, 'fingerprint', FINGERPRINT_BYTES).toString('hex');
  return {
    id: name === '' ? fingerprint : `${name}.${fingerprint}`,
    values: createSecretKey(derive(secret, 'values', KEY_BYTES)),
    names: createSecretKey(derive(secret, 'names', KEY_BYTES)),
  };
}

/** Node leaves out what is no base64: a typing error must not make another key. */
function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
}

/** HKDF without salt (RFC 5869): the input is a random key already. */
function derive(secret: Uint8Array, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `longhaul ${purpose}`, bytes));
}
