// The records of runs as files: `<root>/<run>/run.json`, `script.js`, `journal.jsonl`, `end.json`.
//
// A1  run.json and end.json appear whole and are never changed.
// A2  A line of the journal is appended in one write, so those of several processes do not mix. It begins with the line end
//     of the one before: a line that was torn harms none but itself.
// A3  Lines are not synced: they outlive their process, and a loss of power costs the newest. What an agent has paid for is
//     in its transcript, which is synced.
// A4  A path is built from a checked id only.
// A5  With a key all of it is encrypted, each line of the journal by itself (encryption/seal.ts).
//
// A2 needs a file system on which appending is atomic: a local one. On a network one several machines may tear lines.

import { appendFileSync, closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LonghaulError } from '../../config/errors.js';
import type { BlobStore } from '../blob-store.js';
import type { Keyring } from '../encryption/keyring.js';
import { createWhole } from '../exclusive-file.js';
import { readFailure, systemCode, writeFailure } from '../system-error.js';
import { cover, coverLine, uncover, uncoverLine } from './cover.js';
import { digestsIn, lineText, parseLine } from './journal-text.js';
import type { RunArchive, RunEnd, RunRecord } from './run-archive.js';

/** Records in the folder `root`, an absolute path, which is made, for the owner only, when the first one is begun. */
export function createFileRunArchive(root: string, blobs: BlobStore, keyring: Keyring): RunArchive {
  const fileOf = (run: string, name: string): string => join(root, checkRun(run), name); // A4
  const create = (run: string, name: string, text: string): Promise<void> =>
    createOnce(fileOf(run, name), cover(text, keyring, aboutOf(run, name)));
  const readJson = async <T>(run: string, name: string): Promise<T | null> => {
    const place = fileOf(run, name);
    const bytes = await read(place);
    return bytes && parse<T>(uncover(bytes, keyring, { about: aboutOf(run, name), place }), place);
  };
  /** The lines of the journal, in clear; null for one that was changed. */
  const journalOf = async (run: string): Promise<readonly (string | null)[]> => {
    const place = fileOf(run, JOURNAL);
    const text = String((await read(place)) ?? '');
    const covered = { about: aboutOf(run, JOURNAL), place };
    return text.split('\n').flatMap((line) => (line === '' ? [] : [uncoverLine(line, keyring, covered)]));
  };

  return {
    async begin(record) {
      const { run, script } = record.spec;
      await create(run, SCRIPT, script.text);
      await create(run, RECORD, JSON.stringify(record));
    },

    async append(run, lines) {
      const file = fileOf(run, JOURNAL);
      const texts = await Promise.all(lines.map((line) => lineText(line, blobs)));
      for (const text of texts) append(file, `\n${coverLine(text, keyring, aboutOf(run, JOURNAL))}`); // A2
    },

    end: (run, end) => create(run, END, JSON.stringify(end)),
    record: (run) => readJson<RunRecord>(run, RECORD),
    ending: (run) => readJson<RunEnd>(run, END),

    async journal(run) {
      const texts = await journalOf(run);
      const lines = await Promise.all(texts.map((text) => parseLine(text, blobs)));
      const whole = lines.filter((line) => line !== null);
      return { lines: whole, lost: lines.length - whole.length };
    },

    references: async (run) => (await journalOf(run)).flatMap((text) => (text === null ? [] : digestsIn(text))),

    async runs() {
      try {
        return (await readdir(root)).filter((name) => RUN.test(name)).toSorted();
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return [];
        throw readFailure(root, error);
      }
    },
  };
}

const SCRIPT = 'script.js';
const RECORD = 'run.json';
const JOURNAL = 'journal.jsonl';
const END = 'end.json';

/** No name of another folder, and none that is hidden. */
const RUN = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

function checkRun(run: string): string {
  if (!RUN.test(run)) throw new RangeError(`${JSON.stringify(run)} cannot name a run's record`);
  return run;
}

/** What is encrypted for one place of one run opens nowhere else. */
function aboutOf(run: string, name: string): string {
  return `record ${run}/${name}`;
}

/** A1: whoever comes second has written the same, or comes too late. */
async function createOnce(file: string, content: Uint8Array): Promise<void> {
  try {
    await createWhole(file, content);
  } catch (error) {
    throw writeFailure(file, error);
  }
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

async function read(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw readFailure(file, error);
  }
}

/** Null for a text that was changed. */
function parse<T>(text: string | null, file: string): T {
  if (text === null) throw new LonghaulError('RECORD_DAMAGED', { file, reason: 'it was changed' });
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new LonghaulError('RECORD_DAMAGED', { file, reason: 'it is not whole JSON' }, { cause });
  }
}
