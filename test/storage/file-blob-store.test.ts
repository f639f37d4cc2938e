import { chmod, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { digestOf } from '../../src/storage/digest.js';
import { createFileBlobStore } from '../../src/storage/file-blob-store.js';
import { describeBlobStore } from '../support/blob-store.contract.js';
import { startChild } from '../support/child.js';
import { tempFolder } from '../support/temp-folder.js';

describeBlobStore('the file blob store', async () => {
  const root = await tempFolder();
  const nameOf = (digest: string) => join(root, digest.slice(0, 2), digest.slice(2));
  return {
    open: () => createFileBlobStore(root),
    overwrite: (digest, bytes) => writeFile(nameOf(digest), bytes),
    remove: (digest) => rm(nameOf(digest)),
    nameOf,
  };
});

describe('the file blob store', () => {
  it('keeps files and folders to their owner', async () => {
    const root = join(await tempFolder(), 'made', 'on demand');
    const digest = await createFileBlobStore(root).put(Buffer.from('secret'));
    const folder = join(root, digest.slice(0, 2));
    expect(await modeOf(root)).toBe(0o700);
    expect(await modeOf(folder)).toBe(0o700);
    expect(await modeOf(join(folder, digest.slice(2)))).toBe(0o600);
  });

  it('holds whole blobs and nothing else after several processes put the same ones', async () => {
    const root = await tempFolder();
    const writers = Array.from({ length: 4 }, () => startChild('storage/programs/put-blobs.ts', [root]));
    const outputs = await Promise.all(writers.map((writer) => writer.output));
    const digests: string[] = JSON.parse(outputs[0] ?? '');
    expect(new Set(outputs).size).toBe(1);
    expect(await filesIn(root)).toEqual(digests.map((digest) => join(digest.slice(0, 2), digest.slice(2))).sort());
    for (const digest of digests) expect(digestOf(await createFileBlobStore(root).get(digest))).toBe(digest);
  });

  it('says so when a file stands where its folder should be', async () => {
    const root = join(await tempFolder(), 'file');
    await writeFile(root, '');
    const store = createFileBlobStore(root);
    await expect(store.put(Buffer.from('x'))).rejects.toMatchObject({
      code: 'STORAGE_UNWRITABLE',
      message: expect.stringMatching(/^cannot write .*: not a directory \(ENOTDIR\)/),
    });
    await expect(store.has(digestOf(Buffer.from('x')))).rejects.toMatchObject({ code: 'STORAGE_UNREADABLE' });
  });

  const isRoot = process.getuid?.() === 0;
  (isRoot ? it.skip : it)('says so when its folder is read-only', async () => {
    const root = join(await tempFolder(), 'locked');
    await mkdir(root);
    await chmod(root, 0o500);
    await expect(createFileBlobStore(root).put(Buffer.from('x'))).rejects.toMatchObject({
      code: 'STORAGE_UNWRITABLE',
      fields: { reason: expect.stringContaining('EACCES') },
    });
  });
});

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
