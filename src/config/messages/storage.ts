import { ExitCode } from '../exit-code.js';
import { wording } from '../wording.js';

/**
 * Errors of blobs and transcripts. Most are met by workers and shown by Temporal, which knows no hints: where there is
 * a next step, the message itself says it.
 */
export const STORAGE_MESSAGES = {
  BLOB_MISSING: wording<{ digest: string; file: string }>({
    says: (f) =>
      `stored value ${f.digest.slice(0, 12)} is missing (${f.file}); put the file there from a backup or from the machine that wrote it, and what waits for it goes on`,
    exit: ExitCode.RunFailed,
  }),
  BLOB_DAMAGED: wording<{ digest: string; file: string }>({
    says: (f) =>
      `stored value ${f.digest.slice(0, 12)} is damaged (${f.file}); replace the file by one from a backup or from the machine that wrote it, and what waits for it goes on`,
    exit: ExitCode.RunFailed,
  }),
  BLOB_DIGEST_INVALID: wording<{ digest: string }>({
    says: (f) => `${JSON.stringify(f.digest.slice(0, 80))} does not name a stored value (64 hexadecimal digits do)`,
    exit: ExitCode.RunFailed,
  }),
  TRANSCRIPT_DAMAGED: wording<{ file: string; reason: string }>({
    says: (f) =>
      `transcript entry ${f.file} is damaged: ${f.reason}; put the file back from a backup, or delete it and those that follow it to let the agent go on from there`,
    exit: ExitCode.RunFailed,
  }),
  RECORD_DAMAGED: wording<{ file: string; reason: string }>({
    says: (f) => `the record of a run is damaged (${f.file}): ${f.reason}; put the file back from a backup`,
    exit: ExitCode.RunFailed,
  }),
  STORAGE_FULL: wording<{ path: string; reason: string }>({
    says: (f) => `cannot write ${f.path}: ${f.reason}; free some space, and what was interrupted goes on`,
    exit: ExitCode.RunFailed,
  }),
  STORAGE_UNWRITABLE: wording<{ path: string; reason: string }>({
    says: (f) => `cannot write ${f.path}: ${f.reason}; make its folder writable, and what was interrupted goes on`,
    exit: ExitCode.RunFailed,
  }),
  STORAGE_UNREADABLE: wording<{ path: string; reason: string }>({
    says: (f) => `cannot read ${f.path}: ${f.reason}; make it readable, and what was interrupted goes on`,
    exit: ExitCode.RunFailed,
  }),
  STORAGE_UNREACHABLE: wording<{ place: string; reason: string }>({
    says: (f) => `cannot reach ${f.place}: ${f.reason}; what was interrupted goes on when the storage answers again`,
    exit: ExitCode.RunFailed,
  }),
  STORAGE_REFUSED: wording<{ place: string; reason: string }>({
    says: (f) =>
      `the storage refuses ${f.place}: ${f.reason}; check the bucket, the region and what the AWS credentials permit, and what was interrupted goes on`,
    exit: ExitCode.RunFailed,
  }),
  STORAGE_UNFIT: wording<{ place: string }>({
    says: (f) =>
      `${f.place} ignores conditional writes (If-None-Match), so transcripts are not safe there; use a store that honours them`,
    exit: ExitCode.RunFailed,
  }),
  STORAGE_PLACE_INVALID: wording<{ place: string; reason: string }>({
    says: (f) => `${f.place} is no place for storage: ${f.reason}`,
    hint: () => 'LONGHAUL_STORAGE is the path of a folder, or s3://bucket/prefix?endpoint=URL&region=NAME',
    exit: ExitCode.Usage,
  }),
  STORAGE_CREDENTIALS_MISSING: wording<Record<string, never>>({
    says: () => 'storage is in S3, but AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; set both',
    exit: ExitCode.Usage,
  }),
  KEYRING_INVALID: wording<{ source: string; reason: string }>({
    says: (f) => `${f.source} cannot be used for encryption: ${f.reason}`,
    hint: () => 'a key is 32 random bytes in base64 (`openssl rand -base64 32`), or NAME:BASE64; see docs/storage.md',
    exit: ExitCode.Usage,
  }),
  ENCRYPTION_KEY_MISSING: wording<{ key: string; what: string; given: readonly string[] }>({
    says: (f) =>
      `${f.what} is encrypted with the key ${f.key}, which is not given (${f.given.length > 0 ? `given: ${f.given.join(', ')}` : 'no key is'}); set LONGHAUL_ENCRYPTION_KEY or LONGHAUL_KEYRING_FILE to hold it, and what waits for it goes on`,
    exit: ExitCode.RunFailed,
  }),
  ENCRYPTION_KEY_DIFFERS: wording<{ here: string | null; daemon: string | null }>({
    says: (f) =>
      `this terminal encrypts with ${f.here === null ? 'no key' : `the key ${f.here}`}, the daemon with ${f.daemon === null ? 'none' : f.daemon}`,
    hint: () => '`longhaul down`, and the next command starts the daemon with the key of its terminal',
    exit: ExitCode.Usage,
  }),
  PAYLOAD_DAMAGED: wording<{ key: string }>({
    says: (f) => `a value in a run's history was changed after it was encrypted with the key ${f.key}`,
    exit: ExitCode.RunFailed,
  }),
} as const;
