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
} as const;
