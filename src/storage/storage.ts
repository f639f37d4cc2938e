import { homedir } from 'node:os';
import { join } from 'node:path';
import { longhaulPaths } from '../config/paths.js';
import { recordFiles } from './archive/record-files.js';
import { recordObjects } from './archive/record-objects.js';
import type { RunArchive } from './archive/run-archive.js';
import { createRunArchive } from './archive/stored-run-archive.js';
import type { BlobStore } from './blob-store.js';
import { keyFor, type Keyring } from './encryption/keyring.js';
import { createPayloadCodec } from './encryption/payload-codec.js';
import { readKeyring } from './encryption/read-keyring.js';
import { createFileBlobStore } from './file-blob-store.js';
import { createFileTranscriptLog } from './file-transcript-log.js';
import { createBlobStore } from './object-blob-store.js';
import { createTranscriptLog } from './object-transcript-log.js';
import { s3Objects } from './objects/s3-objects.js';
import { isS3Place, parseS3Place, s3Credentials } from './objects/s3-place.js';
import type { PayloadHandling } from './payload-offload.js';
import { type Sweep, sweepBlobs, type Swept } from './sweep-blobs.js';
import type { TranscriptLog } from './transcript-log.js';

/** Where everything is kept that is too big for a history, or that only an agent reads. */
export interface Storage extends PayloadHandling {
  /** As errors show it: the folder, or an address in S3 without settings. */
  readonly place: string;
  /** Absolute path of the folder of this machine for what is no object: worktrees, records of processes. */
  readonly root: string;
  readonly blobs: BlobStore;
  readonly transcripts: TranscriptLog;
  readonly archive: RunArchive;
  /** Removes blobs that nothing refers to; null where that cannot be done. */
  readonly sweepBlobs: ((sweep: Sweep) => Promise<Swept>) | null;
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Opens the storage at `place`: the absolute path of a folder, or `s3://bucket/prefix?endpoint=…&region=…`. `env` names
 * the keys of encryption, and the credentials for S3.
 *
 * Touches nothing there: folders are made when first written to.
 *
 * @throws LonghaulError KEYRING_INVALID, STORAGE_PLACE_INVALID, STORAGE_UNREADABLE
 */
export function openStorage(place: string, env: Env): Storage {
  const keyring = readKeyring(env);
  const stores = isS3Place(place) ? inS3(place, env, keyring) : inFolder(place, keyring);
  return {
    ...stores,
    codec: createPayloadCodec(keyring),
    key: keyring.current?.id ?? null,
    needKey: (id, what) => void keyFor(keyring, id, what),
  };
}

type Stores = Pick<Storage, 'place' | 'root' | 'blobs' | 'transcripts' | 'archive' | 'sweepBlobs'>;

function inFolder(root: string, keyring: Keyring): Stores {
  const blobs = createFileBlobStore(join(root, 'blobs'), keyring);
  return {
    place: root,
    root,
    blobs,
    transcripts: createFileTranscriptLog(join(root, 'transcripts'), keyring),
    archive: createRunArchive(recordFiles(join(root, 'runs')), blobs, keyring),
    sweepBlobs: (sweep) => sweepBlobs(join(root, 'blobs'), keyring, sweep),
  };
}

function inS3(place: string, env: Env, keyring: Keyring): Stores {
  const s3 = parseS3Place(place, env);
  const credentials = s3Credentials(env);
  const blobs = createBlobStore(s3Objects(s3, 'blobs', credentials), keyring);
  return {
    place: s3.shown,
    root: join(longhaulPaths(env, homedir()).data, 'storage'),
    blobs,
    transcripts: createTranscriptLog(s3Objects(s3, 'transcripts', credentials), keyring),
    archive: createRunArchive(recordObjects(s3Objects(s3, 'runs', credentials)), blobs, keyring),
    // S3 cannot remove an object on condition that nobody has put it again meanwhile (sweep-blobs.ts, Z2).
    sweepBlobs: null,
  };
}
