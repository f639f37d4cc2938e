import type { TranscriptLog, TranscriptRef } from '../../src/storage/transcript-log.js';

export interface MemoryTranscriptLog extends TranscriptLog {
  /** The entries themselves: tests look at them, and put entries of other legs there. */
  entriesOf(ref: TranscriptRef): unknown[];
}

/** Transcripts without files. Entries pass through JSON, as they do in files. */
export function createMemoryTranscriptLog(): MemoryTranscriptLog {
  const logs = new Map<string, unknown[]>();
  const entriesOf = ({ run, call, restarts = 0 }: TranscriptRef): unknown[] => {
    const name = `${run}/${call}r${restarts}`;
    const entries = logs.get(name) ?? [];
    logs.set(name, entries);
    return entries;
  };
  return {
    entriesOf,
    read: async (ref, from = 0) => structuredClone(entriesOf(ref).slice(from)),
    async append(ref, at, entry) {
      const entries = entriesOf(ref);
      if (at < entries.length) return 'superseded';
      if (at > entries.length) throw new Error(`entry ${at} leaves a gap after ${entries.length}`);
      entries.push(JSON.parse(JSON.stringify(entry)));
      return 'appended';
    },
  };
}
