import { appendFile, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { JournalLine } from '../../../src/journal/line.js';
import type { RunRecord } from '../../../src/storage/archive/run-archive.js';
import { openStorage } from '../../../src/storage/storage.js';
import { tempFolder } from '../../support/temp-folder.js';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});
const RUN = 'lh-a-1';

const open = () => openStorage(folder, {}).archive;
const journalFile = () => join(folder, 'runs', RUN, 'journal.jsonl');

function began(call: number): JournalLine {
  return { type: 'started', key: `key ${call}`, call, label: 'reviews\nand more', restarts: 0 };
}

function ended(call: number, value = 'done'): JournalLine {
  return { ...began(call), type: 'result', kind: 'agent', outcome: { status: 'ok', value }, tokens: 5 };
}

describe('the journal of a run', () => {
  it('gives back what was written, in its order', async () => {
    const lines = [began(1), began(2), ended(2), ended(1)];
    for (const line of lines) await open().append(RUN, [line]);
    expect(await open().journal(RUN)).toEqual({ lines, lost: 0 });
  });

  it('names the key and the agent as other tools do', async () => {
    await open().append(RUN, [{ ...began(7), restarts: 2 }]);
    expect(JSON.parse(await readFile(journalFile(), 'utf8'))).toMatchObject({
      type: 'started',
      key: 'key 7',
      agentId: '7r2',
    });
  });

  it('loses a torn line and no other (A2)', async () => {
    const archive = open();
    await archive.append(RUN, [ended(1)]);
    await archive.append(RUN, [ended(2)]);
    await truncate(journalFile(), (await readFile(journalFile())).length - 10);
    await archive.append(RUN, [ended(3)]);
    await appendFile(journalFile(), '\n{"type":"res');
    expect(await archive.journal(RUN)).toEqual({ lines: [ended(1), ended(3)], lost: 2 });
  });

  it('keeps lines of many writers apart (A2)', async () => {
    const long = 'x'.repeat(20_000);
    const lines = Array.from({ length: 50 }, (_, i) => ended(i, long));
    await Promise.all(lines.map((line) => open().append(RUN, [line])));
    const { lines: read, lost } = await open().journal(RUN);
    expect(lost).toBe(0);
    expect(read.toSorted((a, b) => a.call - b.call)).toEqual(lines);
  });

  it('keeps long values as blobs, and of a damaged one loses that value only', async () => {
    const long = 'é'.repeat(70_000);
    await open().append(RUN, [ended(1, long), ended(2)]);
    expect((await readFile(journalFile())).length).toBeLessThan(1_000);
    expect((await open().journal(RUN)).lines).toEqual([ended(1, long), ended(2)]);

    await rm(join(folder, 'blobs'), { recursive: true });
    expect(await open().journal(RUN)).toEqual({ lines: [ended(2)], lost: 1 });
  });
});

describe('the record of a run', () => {
  const record = { format: 1, startedAt: 5, spec: { run: RUN, script: { text: 'the script' } } } as RunRecord;

  it('says how it began and ended, and the first end counts (A1)', async () => {
    const archive = open();
    expect(await archive.record(RUN)).toBeNull();
    await archive.begin(record);
    await archive.begin(record);
    expect(await open().record(RUN)).toEqual(record);
    expect(await readFile(join(folder, 'runs', RUN, 'script.js'), 'utf8')).toBe('the script');

    const end = { result: { run: RUN } as never, tree: null, order: [], endedAt: 7 };
    expect(await archive.ending(RUN)).toBeNull();
    await archive.end(RUN, end);
    await archive.end(RUN, { ...end, endedAt: 8 });
    expect(await open().ending(RUN)).toEqual(end);
    expect(await open().runs()).toEqual([RUN]);
  });

  it('is encrypted where there is a key, and opens with that only (A5)', async () => {
    const key = { LONGHAUL_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') };
    const { archive } = openStorage(folder, key);
    await archive.begin(record);
    await archive.append(RUN, [ended(1, 'an answer')]);
    for (const name of ['run.json', 'script.js', 'journal.jsonl']) {
      const text = await readFile(join(folder, 'runs', RUN, name), 'utf8');
      expect(text).not.toMatch(/the script|an answer|started|done/);
    }
    expect(await archive.record(RUN)).toEqual(record);
    expect(await archive.journal(RUN)).toEqual({ lines: [ended(1, 'an answer')], lost: 0 });
    await expect(open().record(RUN)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_MISSING' });
    await expect(open().journal(RUN)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_MISSING' });
  });

  it('that is damaged is an error which names the file', async () => {
    await open().begin(record);
    const file = join(folder, 'runs', RUN, 'run.json');
    await writeFile(file, '{"format":');
    await expect(open().record(RUN)).rejects.toMatchObject({ code: 'RECORD_DAMAGED', fields: { file } });
  });

  it('is never looked for outside of its folder (A4)', async () => {
    for (const run of ['..', '.', '../x', 'a/b', ''])
      await expect(async () => open().record(run)).rejects.toThrow(RangeError);
  });
});
