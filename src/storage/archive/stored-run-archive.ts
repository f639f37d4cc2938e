// The records of runs: `<run>/run.json`, `script.js`, `end.json`, and the lines of the journal.
//
// A1  run.json and end.json appear whole and are never changed.
// A2  Lines of several writers do not mix, and one that is torn or lost harms none but itself.
// A3  What an agent has paid for is in its transcript: a line that is lost costs a look there.
// A4  A name is built from a checked id only.
// A5  With a key all of it is encrypted, each line of the journal by itself (encryption/seal.ts).

import { LonghaulError } from '../../config/errors.js';
import type { BlobStore } from '../blob-store.js';
import type { Keyring } from '../encryption/keyring.js';
import type { ObjectStore } from '../objects/object-store.js';
import { cover, coverLine, uncover, uncoverLine } from './cover.js';
import { digestsIn, lineText, parseLine } from './journal-text.js';
import type { RunArchive, RunEnd, RunRecord } from './run-archive.js';

/** Where records lie. Errors are those of an ObjectStore. */
export interface RecordPlace {
  /** `<run>/<name>`. */
  readonly objects: ObjectStore;
  readonly journals: JournalPlace;
  /** Names that may be those of runs, in any order. */
  names(): Promise<readonly string[]>;
}

/** Lines of text that are only added to, for each run. */
export interface JournalPlace {
  /** What a person calls the journal of a run: a path or an address. */
  placeOf(run: string): string;
  append(run: string, lines: readonly string[]): Promise<void>;
  /** In the order in which they were written; empty where nothing was. */
  read(run: string): Promise<readonly string[]>;
}

export function createRunArchive(
  { objects, journals, names }: RecordPlace,
  blobs: BlobStore,
  keyring: Keyring,
): RunArchive {
  const create = async (run: string, name: string, text: string): Promise<void> => {
    await objects.create(nameOf(run, name), cover(text, keyring, aboutOf(run, name))); // A1
  };
  const readJson = async <T>(run: string, name: string): Promise<T | null> => {
    const bytes = await objects.read(nameOf(run, name));
    const place = objects.placeOf(nameOf(run, name));
    return bytes && parse<T>(uncover(bytes, keyring, { about: aboutOf(run, name), place }), place);
  };
  /** The lines of the journal, in clear; null for one that was changed. */
  const journalOf = async (run: string): Promise<readonly (string | null)[]> => {
    const lines = await journals.read(checkRun(run));
    const covered = { about: aboutOf(run, JOURNAL), place: journals.placeOf(run) };
    return lines.map((line) => uncoverLine(line, keyring, covered));
  };

  return {
    async begin(record) {
      const { run, script } = record.spec;
      await create(run, SCRIPT, script.text);
      await create(run, RECORD, JSON.stringify(record));
    },

    async append(run, lines) {
      checkRun(run);
      const texts = await Promise.all(lines.map((line) => lineText(line, blobs)));
      const covered = texts.map((text) => coverLine(text, keyring, aboutOf(run, JOURNAL)));
      if (covered.length > 0) await journals.append(run, covered);
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
    runs: async () => (await names()).filter((name) => RUN.test(name)).toSorted(),
  };
}

const SCRIPT = 'script.js';
const RECORD = 'run.json';
const END = 'end.json';
/** What the lines are bound to, wherever they lie. */
const JOURNAL = 'journal.jsonl';

/** No name of another folder, and none that is hidden. */
const RUN = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;

function checkRun(run: string): string {
  if (!RUN.test(run)) throw new RangeError(`${JSON.stringify(run)} cannot name a run's record`);
  return run;
}

function nameOf(run: string, name: string): string {
  return `${checkRun(run)}/${name}`; // A4
}

/** What is encrypted for one place of one run opens nowhere else. */
function aboutOf(run: string, name: string): string {
  return `record ${run}/${name}`;
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
