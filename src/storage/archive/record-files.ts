// Records of runs as files: `<root>/<run>/run.json`, `script.js`, `journal.jsonl`, `end.json`.
//
// E1  Lines of the journal are appended in one write, so those of several processes do not mix. It begins with the line end
//     of the one before: a line that was torn harms none but itself.
// E2  Lines are not synced: they outlive their process, and a loss of power costs the newest.
//
// E1 needs a file system on which appending is atomic: a local one. On a network one several machines may tear lines.

import { appendFileSync, closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileObjects } from '../objects/file-objects.js';
import { readFailure, systemCode, writeFailure } from '../system-error.js';
import type { RecordPlace } from './stored-run-archive.js';

/** Records in the folder `root`, an absolute path, which is made, for the owner only, when the first one is begun. */
export function recordFiles(root: string): RecordPlace {
  const journalOf = (run: string): string => join(root, run, 'journal.jsonl');
  return {
    objects: fileObjects(root),
    journals: {
      placeOf: journalOf,
      append: async (run, lines) => {
        for (const line of lines) append(journalOf(run), `\n${line}`); // E1
      },
      async read(run) {
        try {
          return (await readFile(journalOf(run), 'utf8')).split('\n').filter((line) => line !== '');
        } catch (error) {
          if (systemCode(error) === 'ENOENT') return [];
          throw readFailure(journalOf(run), error);
        }
      },
    },
    async names() {
      try {
        return await readdir(root);
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return [];
        throw readFailure(root, error);
      }
    },
  };
}

/** At once, as what may wait for nothing: see temp-file.ts. */
function append(file: string, text: string): void {
  try {
    write(file, Buffer.from(text));
  } catch (error) {
    throw writeFailure(file, error);
  }
}

function write(file: string, bytes: Uint8Array): void {
  const descriptor = openToAppend(file);
  try {
    const written = writeSync(descriptor, bytes);
    // The disk is full: the next write says so. What is there is a torn line.
    if (written < bytes.length) appendFileSync(descriptor, bytes.subarray(written));
  } finally {
    closeSync(descriptor);
  }
}

function openToAppend(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return openSync(file, 'a', 0o600);
  }
}
