import { beforeEach, describe, expect, it } from '@jest/globals';
import { legJournal } from '../../src/activities/leg-journal.js';
import { NO_USAGE } from '../../src/interpreter/outcome.js';
import { type Storage, openStorage } from '../../src/storage/storage.js';
import type { LegResult } from '../../src/workflows/ports.js';
import { legRequest, REF } from '../support/agent-bench.js';
import { tempFolder } from '../support/temp-folder.js';

let storage: Storage;
beforeEach(async () => {
  storage = openStorage(await tempFolder(), {});
});

const usage = { ...NO_USAGE, input: 100, output: 50 };
const spent = { usage, turns: 1, requests: 1, toolCalls: 0 };
const done: LegResult = { kind: 'done', outcome: { status: 'ok', value: 'found' }, spent };
const linesOf = async () => (await storage.archive.journal(REF.run)).lines;

describe('what a leg writes into the record of its run', () => {
  it('is where its conversation is, and what came of it', async () => {
    const journal = legJournal(legRequest('look', { key: 'k', restarts: 2 }), storage.archive);
    await journal.began();
    await journal.ended({ kind: 'yielded', why: { reason: 'paused' }, spent });
    await journal.ended(done);
    const line = { key: 'k', call: REF.call, label: 'test', restarts: 2 };
    expect(await linesOf()).toEqual([
      { ...line, type: 'started' },
      { ...line, type: 'result', kind: 'agent', outcome: { status: 'ok', value: 'found' }, tokens: 50 },
    ]);
  });

  it('counts all tokens where the run does', async () => {
    const journal = legJournal(legRequest('look', { key: 'k', lease: { tokens: 1_000 } }), storage.archive);
    await journal.ended(done);
    expect(await linesOf()).toMatchObject([{ tokens: 150 }]);
  });

  it('is nothing where the run keeps no record', async () => {
    const journal = legJournal(legRequest('look'), storage.archive);
    await journal.began();
    await journal.ended(done);
    expect(await storage.archive.runs()).toEqual([]);
  });
});
