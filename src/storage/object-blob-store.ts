// Blobs as objects: `ab/cdef…`. Without encryption the name is the digest itself.
//
// B1  A name is built from a checked digest only.
// B2  When `put` resolves, the blob is whole and survives a loss of power.
// B3  `get` returns bytes that have the digest, or throws, whatever lies under the name.
// B4  The digest is always that of the plain bytes, so a history means the same blob whether or not it is encrypted.
// B5  The name of an encrypted blob is an HMAC of its digest: who sees the store and has no key can neither tell what
//     is in it nor check a guess. What remains visible is the size, and that equal values are kept once.
// B6  An encrypted blob is bound to its digest: put in another's place it does not open. Blobs from before encryption,
//     and from before a key was exchanged, are found under the names they had.

import { LonghaulError } from '../config/errors.js';
import type { BlobStore } from './blob-store.js';
import { checkDigest, type Digest, digestOf } from './digest.js';
import { hiddenName, type Key, type Keyring } from './encryption/keyring.js';
import { isSealed, seal, unseal } from './encryption/seal.js';
import type { ObjectStore } from './objects/object-store.js';

export function createBlobStore(objects: ObjectStore, keyring: Keyring): BlobStore {
  /** The bytes under `name` if they are those of the digest. */
  const verified = (stored: Uint8Array, digest: Digest, name: string): Uint8Array => {
    const place = objects.placeOf(name);
    const what = { kind: 'stored value', about: aboutOf(digest), place } as const;
    const bytes = isSealed(stored) ? unseal(stored, keyring, what) : stored;
    if (bytes === null || digestOf(bytes) !== digest) throw new LonghaulError('BLOB_DAMAGED', { digest, file: place });
    return bytes;
  };
  /** Whether there is an intact copy. One that cannot be read is none: what is wrong shows when it is replaced. */
  const holds = async (name: string, digest: Digest): Promise<boolean> => {
    try {
      const stored = await objects.read(name);
      if (stored === null) return false;
      verified(stored, digest, name);
      return true;
    } catch {
      return false;
    }
  };

  return {
    async put(bytes) {
      const digest = digestOf(bytes);
      const { current } = keyring;
      const name = nameOf(digest, current);
      if (await holds(name, digest)) await objects.settle(name);
      else await objects.write(name, current ? seal(bytes, current, aboutOf(digest)) : bytes);
      return digest;
    },

    async get(digest) {
      const names = namesOf(checkDigest(digest), keyring);
      for (const name of names) {
        const stored = await objects.read(name);
        if (stored !== null) return verified(stored, digest, name);
      }
      throw new LonghaulError('BLOB_MISSING', { digest, file: objects.placeOf(names[0]) });
    },

    async has(digest) {
      for (const name of namesOf(checkDigest(digest), keyring)) if (await objects.has(name)) return true;
      return false;
    },
  };
}

function aboutOf(digest: Digest): string {
  return `blob ${digest}`;
}

/** Where it may lie (B6); first of all where it would be put now. */
export function namesOf(digest: Digest, { current, keys }: Keyring): readonly [string, ...string[]] {
  const others = keys.filter((key) => key !== current).map((key) => nameOf(digest, key));
  return current ? [nameOf(digest, current), ...others, nameOf(digest, null)] : [nameOf(digest, null), ...others];
}

/** Two characters for the folder, since one of all blobs would be slow to list. */
function nameOf(digest: Digest, key: Key | null): string {
  const name = key ? hiddenName(key, digest) : digest;
  return `${name.slice(0, 2)}/${name.slice(2)}`;
}
