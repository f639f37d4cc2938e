import { copyFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { digestOf } from '../../../src/storage/digest.js';
import { hiddenName, parseKeyring } from '../../../src/storage/encryption/keyring.js';
import { openStorage, type Storage } from '../../../src/storage/storage.js';
import { describeBlobStore } from '../../support/blob-store.contract.js';
import { tempFolder } from '../../support/temp-folder.js';
import { describeTranscriptLog } from '../../support/transcript-log.contract.js';

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;
const MARKER = 'a marker that nobody may read';
const ref = { run: 'lh-audit-01JD', call: 7 };

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});

/** Storage in `folder` with these keys, as a process with them would open it. */
function withKeys(...keys: readonly string[]): Storage {
  return openStorage(folder, keys.length > 0 ? { LONGHAUL_ENCRYPTION_KEY: keys.join(',') } : {});
}

describeBlobStore('the encrypted file blob store', async () => {
  const root = await tempFolder();
  const key = parseKeyring(NEW, 'test').current;
  const nameOf = (digest: string) => {
    const name = key ? hiddenName(key, digest) : '';
    return join(root, 'blobs', name.slice(0, 2), name.slice(2));
  };
  return {
    open: () => openStorage(root, { LONGHAUL_ENCRYPTION_KEY: NEW }).blobs,
    overwrite: (digest, bytes) => writeFile(nameOf(digest), bytes),
    remove: (digest) => rm(nameOf(digest)),
    nameOf,
  };
});

describeTranscriptLog('the encrypted file transcript log', async () => {
  const root = await tempFolder();
  return () => openStorage(root, { LONGHAUL_ENCRYPTION_KEY: NEW }).transcripts;
});

describe('encrypted storage', () => {
  it('leaves no plain text, and no digest of it, in any file or name', async () => {
    const { blobs, transcripts } = withKeys(NEW);
    const digest = await blobs.put(Buffer.from(MARKER));
    await transcripts.append(ref, 0, { text: MARKER });
    const files = await filesIn(folder);
    expect(files).toHaveLength(2);
    for (const file of files) {
      expect(file).not.toContain(digest.slice(2));
      expect(await readFile(file, 'latin1')).not.toContain('marker');
    }
  });

  it('reads what was stored before there was a key', async () => {
    const digest = await withKeys().blobs.put(Buffer.from(MARKER));
    await withKeys().transcripts.append(ref, 0, 'plain');
    const { blobs, transcripts } = withKeys(NEW);
    expect(await transcripts.append(ref, 1, 'sealed')).toBe('appended');
    expect(Buffer.from(await blobs.get(digest)).toString()).toBe(MARKER);
    expect(await blobs.has(digest)).toBe(true);
    expect(await transcripts.read(ref)).toEqual(['plain', 'sealed']);
  });

  it('reads what an old key has encrypted, and encrypts with the new one', async () => {
    const digest = await withKeys(OLD).blobs.put(Buffer.from(MARKER));
    await withKeys(OLD).transcripts.append(ref, 0, 'old');
    const both = withKeys(NEW, OLD);
    expect(Buffer.from(await both.blobs.get(digest)).toString()).toBe(MARKER);
    await both.transcripts.append(ref, 1, 'new');
    expect(await both.transcripts.read(ref)).toEqual(['old', 'new']);
    await both.blobs.put(Buffer.from(MARKER));
    expect(Buffer.from(await withKeys(NEW).blobs.get(digest)).toString()).toBe(MARKER);
  });

  it('names the key that is missing and what was to be read, and goes on when it is back', async () => {
    await withKeys(OLD).transcripts.append(ref, 0, 'old');
    for (const storage of [withKeys(), withKeys(NEW)]) {
      await expect(storage.transcripts.read(ref)).rejects.toMatchObject({
        code: 'ENCRYPTION_KEY_MISSING',
        message: expect.stringMatching(
          /^transcript entry .*lh-audit-01JD\/0\/7-000000\.json is encrypted with the key old\.[0-9a-f]{8}, which is not given/,
        ),
      });
    }
    expect(await withKeys(NEW, OLD).transcripts.read(ref)).toEqual(['old']);
  });

  it('takes a blob for missing whose key is, since its name is hidden', async () => {
    const digest = await withKeys(OLD).blobs.put(Buffer.from(MARKER));
    await expect(withKeys(NEW).blobs.get(digest)).rejects.toMatchObject({ code: 'BLOB_MISSING' });
    expect(Buffer.from(await withKeys(NEW, OLD).blobs.get(digest)).toString()).toBe(MARKER);
  });

  it('tells another key of the same name from the right one', async () => {
    await withKeys(OLD).transcripts.append(ref, 0, 'old');
    const impostor = withKeys(`old:${Buffer.alloc(32, 3).toString('base64')}`);
    await expect(impostor.transcripts.read(ref)).rejects.toMatchObject({ code: 'ENCRYPTION_KEY_MISSING' });
  });

  it('refuses a blob that was put in the place of another', async () => {
    const { blobs } = withKeys(NEW);
    await blobs.put(Buffer.from('one'));
    const [one = ''] = await filesIn(folder);
    await blobs.put(Buffer.from('two'));
    const [two = ''] = (await filesIn(folder)).filter((file) => file !== one);
    await copyFile(one, two);
    await expect(blobs.get(digestOf(Buffer.from('two')))).rejects.toMatchObject({
      code: 'BLOB_DAMAGED',
      fields: { file: two },
    });
    expect(Buffer.from(await blobs.get(digestOf(Buffer.from('one')))).toString()).toBe('one');
  });

  it('refuses an entry that was put in the place of another, or cut', async () => {
    const { transcripts } = withKeys(NEW);
    await transcripts.append(ref, 0, 'yes');
    await transcripts.append({ ...ref, call: 8 }, 0, 'no');
    const [seven = '', eight = ''] = await filesIn(folder);
    await copyFile(eight, seven);
    const damaged = {
      code: 'TRANSCRIPT_DAMAGED',
      message: expect.stringContaining(`${seven} is damaged: it was changed`),
    };
    await expect(transcripts.read(ref)).rejects.toMatchObject(damaged);
    await truncate(seven, (await stat(seven)).size - 1);
    await expect(transcripts.read(ref)).rejects.toMatchObject(damaged);
    expect(await transcripts.read({ ...ref, call: 8 })).toEqual(['no']);
  });
});

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
