// Transcripts as files, one an entry: `<root>/<run>/<thousands of call>/<call>-<entry>.json`, and
// `<call>r<restarts>-<entry>.json` of agents that began anew.
//
// T1  An entry's file is created once and never changed or removed.
// T2  Of all who append the same number exactly one succeeds, whatever their process and however long they slept (G2).
// T3  A file with an entry's name is whole, since it was synced before it was named. A crash leaves at most a temp file,
//     which no reader looks at. The name itself is not synced: a loss of power may cost the newest entries.
// T4  There are no gaps: entry n is appended only when entry n-1 exists, so the first missing number is the end.
// T5  A path is built from a checked reference only.
//
// On a file system without hard links T3 holds but for a reader, or a crash, in the moment of writing; reading then
// reports the entry as damaged.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LonghaulError } from '../config/errors.js';
import { type CreateFile, createWhole } from './exclusive-file.js';
import { readFailure, writeFailure } from './system-error.js';
import type { TranscriptLog, TranscriptRef } from './transcript-log.js';

/** A transcript log in the folder `root`, which is made, for the owner only, when the first entry is appended. */
export function createFileTranscriptLog(root: string, createFile: CreateFile = createWhole): TranscriptLog {
  return {
    async read(ref) {
      const entries: unknown[] = [];
      for (;;) {
        const file = fileOf(root, ref, entries.length);
        const text = readIfPresent(file);
        if (text === null) return entries;
        entries.push(parse(text, file));
      }
    },

    async append(ref, at, entry) {
      const file = fileOf(root, ref, at);
      const text = stringify(entry);
      if (at > 0) requireFile(fileOf(root, ref, at - 1)); // T4
      try {
        return (await createFile(file, text)) === 'created' ? 'appended' : 'superseded';
      } catch (error) {
        throw writeFailure(file, error);
      }
    },
  };
}

/** A folder holds a thousand calls: making one for each would cost as much as writing a short transcript. */
function fileOf(root: string, ref: TranscriptRef, at: number): string {
  checkRef(ref);
  checkNumber(at);
  const folder = String(Math.floor(ref.call / 1000));
  const conversation = ref.restarts ? `${ref.call}r${ref.restarts}` : String(ref.call);
  return join(root, ref.run, folder, `${conversation}-${String(at).padStart(6, '0')}.json`);
}

function checkRef({ run, call, restarts = 0 }: TranscriptRef): void {
  if (!/^[A-Za-z0-9._-]+$/.test(run) || /^\.+$/.test(run)) {
    throw new RangeError(`${JSON.stringify(run)} cannot name a run's transcripts`);
  }
  checkNumber(call);
  checkNumber(restarts);
}

function checkNumber(value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new RangeError(`${value} cannot number a call, a conversation or an entry`);
}

function readIfPresent(file: string): string | null {
  try {
    return exists(file) ? readFileSync(file, 'utf8') : null;
  } catch (error) {
    throw readFailure(file, error);
  }
}

/** Not by an error, which costs more than the question: the first file of every agent is missing. */
function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LonghaulError('TRANSCRIPT_DAMAGED', { file, reason: 'it is not whole JSON' }, { cause });
  }
}

function stringify(entry: unknown): string {
  const text: string | undefined = JSON.stringify(entry);
  if (text === undefined) throw new TypeError('a transcript entry must be a JSON value');
  return text;
}

function requireFile(file: string): void {
  try {
    if (exists(file)) return;
  } catch (error) {
    throw readFailure(file, error);
  }
  throw new LonghaulError('TRANSCRIPT_DAMAGED', { file, reason: 'it is missing, and a later one was to be appended' });
}
