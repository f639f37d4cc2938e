// Transcripts as objects, one an entry: `<run>/<thousands of call>/<call>-<entry>.json`, and
// `<call>r<restarts>-<entry>.json` of agents that began anew.
//
// T1  An entry's object is created once and never changed or removed.
// T2  Of all who append the same number exactly one succeeds, whatever their process and however long they slept (G2).
// T3  An object with an entry's name is whole. A loss of power may cost the newest ones.
// T4  There are no gaps: entry n is appended only when entry n-1 exists, so the first missing number is the end.
// T5  A name is built from a checked reference only.
// T6  With a key, entries are encrypted and bound to their names: one put in another's place does not open. Entries
//     from before encryption stay readable, so who can write to the store could still put a plain one there.

import { LonghaulError } from '../config/errors.js';
import type { Keyring } from './encryption/keyring.js';
import { isSealed, seal, unseal } from './encryption/seal.js';
import type { ObjectStore } from './objects/object-store.js';
import type { TranscriptLog, TranscriptRef } from './transcript-log.js';

export function createTranscriptLog(objects: ObjectStore, keyring: Keyring): TranscriptLog {
  const entryOf = (stored: Uint8Array, name: string): unknown => {
    const place = objects.placeOf(name);
    const what = { kind: 'transcript entry', about: aboutOf(name), place } as const;
    const bytes = isSealed(stored) ? unseal(stored, keyring, what) : stored;
    if (bytes === null) throw new LonghaulError('TRANSCRIPT_DAMAGED', { file: place, reason: 'it was changed' });
    return parse(bytes, place);
  };

  return {
    async read(ref, from = 0) {
      const entries: unknown[] = [];
      for (;;) {
        const next = from + entries.length;
        const names = Array.from({ length: objects.atOnce }, (_, ahead) => nameOf(ref, next + ahead));
        const stored = await Promise.all(names.map((name) => objects.read(name)));
        for (const [ahead, name] of names.entries()) {
          const bytes = stored[ahead] ?? null;
          if (bytes === null) return entries;
          entries.push(entryOf(bytes, name));
        }
      }
    },

    async append(ref, at, entry) {
      const name = nameOf(ref, at);
      const bytes = Buffer.from(stringify(entry));
      if (at > 0) await requireObject(objects, nameOf(ref, at - 1)); // T4
      const { current } = keyring;
      const created = await objects.create(name, current ? seal(bytes, current, aboutOf(name)) : bytes);
      return created === 'created' ? 'appended' : 'superseded';
    },
  };
}

function aboutOf(name: string): string {
  return `transcript ${name}`;
}

/** A folder holds a thousand calls: making one for each would cost as much as writing a short transcript. */
function nameOf(ref: TranscriptRef, at: number): string {
  checkRef(ref);
  checkNumber(at);
  const folder = String(Math.floor(ref.call / 1000));
  const conversation = ref.restarts ? `${ref.call}r${ref.restarts}` : String(ref.call);
  return `${ref.run}/${folder}/${conversation}-${String(at).padStart(6, '0')}.json`;
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

function parse(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new LonghaulError('TRANSCRIPT_DAMAGED', { file, reason: 'it is not whole JSON' }, { cause });
  }
}

function stringify(entry: unknown): string {
  const text: string | undefined = JSON.stringify(entry);
  if (text === undefined) throw new TypeError('a transcript entry must be a JSON value');
  return text;
}

async function requireObject(objects: ObjectStore, name: string): Promise<void> {
  if (await objects.has(name)) return;
  const reason = 'it is missing, and a later one was to be appended';
  throw new LonghaulError('TRANSCRIPT_DAMAGED', { file: objects.placeOf(name), reason });
}
