import { describe, expect, it } from '@jest/globals';
import type { TranscriptLog } from '../../src/storage/transcript-log.js';

/** An empty place; each call opens a new instance over it, as another process would have. */
export type TranscriptPlace = () => TranscriptLog;

/** What every TranscriptLog must hold. `newPlace` makes an empty one. */
export function describeTranscriptLog(name: string, newPlace: () => Promise<TranscriptPlace>): void {
  const ref = { run: 'lh-audit-01JD', call: 7 };

  describe(`${name} as a transcript log`, () => {
    it('has no entries for an agent that never wrote', async () => {
      const open = await newPlace();
      expect(await open().read(ref)).toEqual([]);
    });

    it('gives entries back in order, from any instance', async () => {
      const open = await newPlace();
      const entries = [{ role: 'user', text: 'ünï\n\u2028' }, null, 'text', 3, [], ...Array(8).fill({ turn: 1 })];
      for (const [at, entry] of entries.entries()) expect(await open().append(ref, at, entry)).toBe('appended');
      expect(await open().read(ref)).toEqual(entries);
    });

    it('keeps agents and runs apart', async () => {
      const open = await newPlace();
      const refs = [ref, { ...ref, call: 70 }, { ...ref, call: 1007 }, { ...ref, run: 'lh-audit-01JE' }];
      for (const each of refs) await open().append(each, 0, each);
      for (const each of refs) expect(await open().read(each)).toEqual([each]);
    });

    it('keeps the conversations of an agent apart that began anew', async () => {
      const open = await newPlace();
      const refs = [ref, { ...ref, restarts: 1 }, { ...ref, restarts: 12 }];
      for (const each of refs) await open().append(each, 0, each);
      for (const each of refs) expect(await open().read(each)).toEqual([each]);
      expect(await open().read({ ...ref, restarts: 0 })).toEqual([ref]);
    });

    it('lets exactly one of 20 writers have a number', async () => {
      const open = await newPlace();
      const answers = await Promise.all(Array.from({ length: 20 }, (_, writer) => open().append(ref, 0, { writer })));
      const winner = answers.indexOf('appended');
      expect(answers.filter((answer) => answer === 'appended')).toHaveLength(1);
      expect(await open().read(ref)).toEqual([{ writer: winner }]);
    });

    it('never changes an entry, whatever a late writer brings', async () => {
      const open = await newPlace();
      const late = open();
      await late.append(ref, 0, 'first');
      await open().append(ref, 1, 'successor');
      expect(await late.append(ref, 1, 'late')).toBe('superseded');
      expect(await late.append(ref, 0, 'late')).toBe('superseded');
      expect(await open().read(ref)).toEqual(['first', 'successor']);
    });

    it('refuses an entry that would leave a gap', async () => {
      const open = await newPlace();
      await open().append(ref, 0, 'first');
      await expect(open().append(ref, 2, 'third')).rejects.toMatchObject({ code: 'TRANSCRIPT_DAMAGED' });
      expect(await open().read(ref)).toEqual(['first']);
    });

    it.each(['', '.', '..', '../x', 'a/b', '/etc', 'a\\b', 'a\0', 'a\n', 'é'])('refuses %j as a run', async (run) => {
      const open = await newPlace();
      await expect(open().read({ run, call: 1 })).rejects.toThrow(RangeError);
      await expect(open().append({ run, call: 1 }, 0, {})).rejects.toThrow(RangeError);
    });

    it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %d as a number', async (number) => {
      const open = await newPlace();
      await expect(open().read({ ...ref, call: number })).rejects.toThrow(RangeError);
      await expect(open().append(ref, number, {})).rejects.toThrow(RangeError);
      await expect(open().read({ ...ref, restarts: number })).rejects.toThrow(RangeError);
    });

    it('refuses what is no JSON value', async () => {
      const open = await newPlace();
      await expect(open().append(ref, 0, undefined)).rejects.toThrow(TypeError);
      expect(await open().read(ref)).toEqual([]);
    });
  });
}
