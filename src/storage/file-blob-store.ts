import type { BlobStore } from './blob-store.js';
import { type Keyring, NO_KEYS } from './encryption/keyring.js';
import { createBlobStore } from './object-blob-store.js';
import { fileObjects } from './objects/file-objects.js';

/** Blobs as files in the folder `root`, an absolute path. */
export function createFileBlobStore(root: string, keyring: Keyring = NO_KEYS): BlobStore {
  return createBlobStore(fileObjects(root), keyring);
}
