import { describe, expect, it } from '@jest/globals';
import type { JournalLine } from '../../src/journal/line.js';
import type { RunRecord } from '../../src/storage/archive/run-archive.js';
import type { Storage } from '../../src/storage/storage.js';

/** One empty storage, and what can happen to it behind its back. */
export interface RecordsPlace {
  /** A new instance over the same place, as another process would have; with these keys of encryption. */
  open(keys?: string): Storage;
  /** Replaces run.json of a run. */
  overwriteRecord(run: string, text: string): Promise<void>;
  /** What errors call run.json of a run. */
  recordOf(run: string): string;
  /** All that is kept of a run, as it lies there. */
  raw(run: string): Promise<string>;
  removeBlobs(): Promise<void>;
}

const RUN = 'lh-a-1';

export function began(call: number): JournalLine {
  return { type: 'started', key: `key ${call}`, call, label: 'reviews\nand more', restarts: 0 };
}

export function ended(call: number, value = 'done'): JournalLine {
  return { ...began(call), type: 'result', kind: 'agent', outcome: { status: 'ok', value }, tokens: 5 };
}

/** What every RunArchive must hold. `newPlace` makes an empty one. */
export function describeRunArchive(name: string, newPlace: () => Promise<RecordsPlace>): void {
  describe(`the journal of a run, in ${name}`, () => {
    it('gives back what was written, in its order', async () => {
      const { open } = await newPlace();
      const lines = [began(1), began(2), ended(2), ended(1)];
      const { archive } = open();
      for (const line of lines) await archive.append(RUN, [line]);
      await open().archive.append(RUN, [ended(3), ended(4)]);
      expect(await open().archive.journal(RUN)).toEqual({ lines: [...lines, ended(3), ended(4)], lost: 0 });
    });

    it('is empty for a run nobody knows, even where the name of another begins like it', async () => {
      const { open } = await newPlace();
      const { archive } = open();
      await archive.append('lh-a-10', [began(1)]);
      expect(await archive.journal(RUN)).toEqual({ lines: [], lost: 0 });
      expect((await archive.journal('lh-a-10')).lines).toHaveLength(1);
    });

    it('keeps lines of many writers apart (A2)', async () => {
      const { open } = await newPlace();
      const lines = Array.from({ length: 50 }, (_, i) => ended(i, 'x'.repeat(20_000)));
      await Promise.all(lines.map((line) => open().archive.append(RUN, [line])));
      const { lines: read, lost } = await open().archive.journal(RUN);
      expect(lost).toBe(0);
      expect(read.toSorted((a, b) => a.call - b.call)).toEqual(lines);
    });

    it('keeps long values as blobs, and of a damaged one loses that value only', async () => {
      const place = await newPlace();
      const { archive } = place.open();
      const long = 'é'.repeat(70_000);
      await archive.append(RUN, [ended(1, long), ended(2)]);
      expect((await place.raw(RUN)).length).toBeLessThan(1_000);
      expect((await archive.journal(RUN)).lines).toEqual([ended(1, long), ended(2)]);
      expect(await archive.references(RUN)).toHaveLength(1);

      await place.removeBlobs();
      expect(await archive.journal(RUN)).toEqual({ lines: [ended(2)], lost: 1 });
    });
  });

  describe(`the record of a run, in ${name}`, () => {
    const record = { format: 1, startedAt: 5, spec: { run: RUN, script: { text: 'the script' } } } as RunRecord;

    it('says how it began and ended, and the first end counts (A1)', async () => {
      const { open, raw } = await newPlace();
      const { archive } = open();
      expect(await archive.runs()).toEqual([]);
      expect(await archive.record(RUN)).toBeNull();
      await archive.begin(record);
      await archive.begin(record);
      expect(await open().archive.record(RUN)).toEqual(record);
      expect(await raw(RUN)).toContain('the script');

      const end = { result: { run: RUN } as never, tree: null, order: [], endedAt: 7 };
      expect(await archive.ending(RUN)).toBeNull();
      await archive.end(RUN, end);
      await archive.end(RUN, { ...end, endedAt: 8 });
      expect(await open().archive.ending(RUN)).toEqual(end);
      await archive.begin({ ...record, spec: { ...record.spec, run: 'lh-a-0' } });
      expect(await open().archive.runs()).toEqual(['lh-a-0', RUN]);
    });

    it('is encrypted where there is a key, and opens with that only (A5)', async () => {
      const { open, raw } = await newPlace();
      const { archive } = open(Buffer.alloc(32, 7).toString('base64'));
      await archive.begin(record);
      await archive.append(RUN, [ended(1, 'an answer')]);
      expect(await raw(RUN)).not.toMatch(/the script|an answer|started|done/);
      expect(await archive.record(RUN)).toEqual(record);
      expect(await archive.journal(RUN)).toEqual({ lines: [ended(1, 'an answer')], lost: 0 });
      await expect(open().archive.record(RUN)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_MISSING' });
      await expect(open().archive.journal(RUN)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_MISSING' });
    });

    it('that is damaged is an error which names its place', async () => {
      const { open, overwriteRecord, recordOf } = await newPlace();
      await open().archive.begin(record);
      await overwriteRecord(RUN, '{"format":');
      const failure = { code: 'RECORD_DAMAGED', fields: { file: recordOf(RUN) } };
      await expect(open().archive.record(RUN)).rejects.toMatchObject(failure);
    });

    it.each(['..', '.', '../x', 'a/b', ''])('is never looked for under %j (A4)', async (run) => {
      const { archive } = (await newPlace()).open();
      await expect(async () => archive.record(run)).rejects.toThrow(RangeError);
      await expect(async () => archive.journal(run)).rejects.toThrow(RangeError);
      await expect(async () => archive.append(run, [began(1)])).rejects.toThrow(RangeError);
    });
  });
}
