import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NO_KEYS } from '../../src/storage/encryption/keyring.js';
import { createInPlace } from '../../src/storage/exclusive-file.js';
import { createFileTranscriptLog } from '../../src/storage/file-transcript-log.js';
import { createTranscriptLog } from '../../src/storage/object-transcript-log.js';
import { fileObjects } from '../../src/storage/objects/file-objects.js';
import type { TranscriptLog } from '../../src/storage/transcript-log.js';
import { type Child, startChild } from '../support/child.js';
import { tempFolder } from '../support/temp-folder.js';
import { describeTranscriptLog } from '../support/transcript-log.contract.js';

describeTranscriptLog('the file transcript log', async () => {
  const root = await tempFolder();
  return () => createFileTranscriptLog(root);
});

describeTranscriptLog('the file transcript log without hard links', async () => {
  const root = await tempFolder();
  return () => createTranscriptLog(fileObjects(root, createInPlace), NO_KEYS);
});

const ref = { run: 'lh-audit-01JD', call: 7 };

describe('the file transcript log', () => {
  it('keeps files and folders to their owner', async () => {
    const root = join(await tempFolder(), 'made', 'on demand');
    await createFileTranscriptLog(root).append(ref, 0, 'secret');
    for (const path of [root, join(root, ref.run), join(root, ref.run, '0')]) expect(await modeOf(path)).toBe(0o700);
    expect(await modeOf(join(root, ref.run, '0', '7-000000.json'))).toBe(0o600);
  });

  it('leaves nothing but entries behind, whoever wins', async () => {
    const root = await tempFolder();
    const log = createFileTranscriptLog(root);
    await Promise.all([log.append(ref, 0, 'a'), log.append(ref, 0, 'b')]);
    expect(await readdir(join(root, ref.run, '0'))).toEqual(['7-000000.json']);
  });

  it('says which entry is damaged, and what to do', async () => {
    const root = await tempFolder();
    const log = createFileTranscriptLog(root);
    await log.append(ref, 0, { whole: true });
    const file = join(root, ref.run, '0', '7-000000.json');
    await writeFile(file, '{"who');
    await expect(log.read(ref)).rejects.toMatchObject({
      code: 'TRANSCRIPT_DAMAGED',
      fields: { file },
      message: expect.stringMatching(/is damaged: it is not whole JSON; put the file back/),
    });
  });

  it('says so when a file stands where its folder should be', async () => {
    const root = join(await tempFolder(), 'file');
    await writeFile(root, '');
    const log = createFileTranscriptLog(root);
    await expect(log.append(ref, 0, 'x')).rejects.toMatchObject({ code: 'STORAGE_UNWRITABLE' });
    await expect(log.read(ref)).rejects.toMatchObject({ code: 'STORAGE_UNREADABLE' });
  });

  it('gives each number to one of several processes (T2)', async () => {
    const root = await tempFolder();
    const log = createFileTranscriptLog(root);
    const names = ['a', 'b', 'c', 'd'];
    const counts = await Promise.all(names.map((name) => appendedBy(startWriter('claim-numbers', root, name))));
    const owners = (await log.read(ref)).map(ownerOf);
    expect(owners).toHaveLength(200);
    expect(counts).toEqual(names.map((name) => owners.filter((owner) => owner === name).length));
  });

  it.each([1, 2, 3])('keeps whole entries when its writer is killed, and goes on (T3), round %d', async (round) => {
    const root = await tempFolder();
    const log = createFileTranscriptLog(root);
    const writer = startWriter('append-entries', root, 'killed');
    await writtenABit(writer, round);
    writer.process.kill('SIGKILL');
    await writer.output;
    const before = await log.read(ref);
    expect(await log.append(ref, before.length, 'successor')).toBe('appended');
    expect(await log.read(ref)).toEqual([...before, 'successor']);
    expect(before).toEqual(before.map((_, at) => expect.objectContaining({ by: 'killed', at })));
  });

  it.each([1, 2, 3])('lets no writer in that was frozen, succeeded and woken (T2), round %d', async (round) => {
    const root = await tempFolder();
    const log = createFileTranscriptLog(root);
    const zombie = startWriter('append-entries', root, 'zombie');
    await writtenABit(zombie, round);
    zombie.process.kill('SIGSTOP');
    const first = await takeOver(log);
    zombie.process.kill('SIGCONT');
    const byZombie = await appendedBy(zombie);
    expect(byZombie).toBe(first);
    expect((await log.read(ref)).map(ownerOf)).toEqual([
      ...Array(first).fill('zombie'),
      'successor',
      'successor',
      'successor',
    ]);
  });
});

function startWriter(program: string, root: string, name: string): Child {
  return startChild(`storage/programs/${program}.ts`, [root, ref.run, String(ref.call), name]);
}

/** Waits until the writer has begun, and then some milliseconds, so that rounds stop it in different places. */
async function writtenABit(writer: Child, milliseconds: number): Promise<void> {
  if (writer.process.stdout === null) throw new Error('the writer has no output');
  await once(writer.process.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function ownerOf(entry: unknown): string {
  return (entry as { by: string }).by;
}

async function appendedBy(writer: Child): Promise<number> {
  return Number((await writer.output).trim().split('\n').at(-1));
}

/** Appends three entries as a successor does, and returns the number of the first. The signal may take a moment to arrive. */
async function takeOver(log: TranscriptLog): Promise<number> {
  const first = (await log.read(ref)).length;
  if ((await log.append(ref, first, { by: 'successor' })) === 'superseded') return takeOver(log);
  await log.append(ref, first + 1, { by: 'successor' });
  await log.append(ref, first + 2, { by: 'successor' });
  return first;
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}
