import { appendFile, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openStorage } from '../../../src/storage/storage.js';
import { began, describeRunArchive, ended } from '../../support/run-archive.contract.js';
import { tempFolder } from '../../support/temp-folder.js';

const RUN = 'lh-a-1';

describeRunArchive('files', async () => {
  const folder = await tempFolder();
  const recordOf = (run: string) => join(folder, 'runs', run, 'run.json');
  return {
    open: (keys) => openStorage(folder, keys === undefined ? {} : { LONGHAUL_ENCRYPTION_KEY: keys }),
    overwriteRecord: (run, text) => writeFile(recordOf(run), text),
    recordOf,
    async raw(run) {
      const names = await readdir(join(folder, 'runs', run));
      return (await Promise.all(names.map((name) => readFile(join(folder, 'runs', run, name), 'utf8')))).join('\n');
    },
    removeBlobs: () => rm(join(folder, 'blobs'), { recursive: true }),
  };
});

describe('the journal of a run as a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await tempFolder();
  });
  const open = () => openStorage(folder, {}).archive;
  const journalFile = () => join(folder, 'runs', RUN, 'journal.jsonl');

  it('names the key and the agent as other tools do', async () => {
    await open().append(RUN, [{ ...began(7), restarts: 2 }]);
    expect(JSON.parse(await readFile(journalFile(), 'utf8'))).toMatchObject({
      type: 'started',
      key: 'key 7',
      agentId: '7r2',
    });
  });

  it('loses a torn line and no other (E1)', async () => {
    const archive = open();
    await archive.append(RUN, [ended(1)]);
    await archive.append(RUN, [ended(2)]);
    await truncate(journalFile(), (await readFile(journalFile())).length - 10);
    await archive.append(RUN, [ended(3)]);
    await appendFile(journalFile(), '\n{"type":"res');
    expect(await archive.journal(RUN)).toEqual({ lines: [ended(1), ended(3)], lost: 2 });
  });
});
