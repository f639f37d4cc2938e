import { type Keyring, NO_KEYS } from './encryption/keyring.js';
import { createTranscriptLog } from './object-transcript-log.js';
import { fileObjects } from './objects/file-objects.js';
import type { TranscriptLog } from './transcript-log.js';

/** Transcripts as files in the folder `root`, an absolute path. */
export function createFileTranscriptLog(root: string, keyring: Keyring = NO_KEYS): TranscriptLog {
  return createTranscriptLog(fileObjects(root), keyring);
}
