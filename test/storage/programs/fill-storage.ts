// fill-storage FOLDER: puts blobs of 20,000 bytes until that fails, then appends entries of 1,000 bytes until that fails.
// Prints both errors, how much was stored before them, how much of it can be read again, and the names of all files.

import { readdir } from 'node:fs/promises';
import { isLonghaulError } from '../../../src/config/errors.js';
import { openStorage } from '../../../src/storage/storage.js';

const folder = process.argv[2] ?? '';
const { blobs, transcripts } = openStorage(folder, {});
const ref = { run: 'lh-full', call: 1 };

const digests: string[] = [];
const blobError = await untilItFails(async () => {
  digests.push(await blobs.put(Buffer.alloc(20_000, digests.length)));
});

let appended = 0;
const entryError = await untilItFails(async () => {
  await transcripts.append(ref, appended, 'x'.repeat(1_000));
  appended += 1;
});

const report = {
  blobError,
  entryError,
  stored: digests.length,
  intact: (await Promise.all(digests.map((digest) => blobs.get(digest)))).length,
  appended,
  read: (await transcripts.read(ref)).length,
  files: (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length,
};
process.stdout.write(JSON.stringify(report));

async function untilItFails(act: () => Promise<void>): Promise<{ code: string; message: string }> {
  try {
    for (;;) await act();
  } catch (error) {
    if (!isLonghaulError(error)) throw error;
    return { code: error.code, message: error.message };
  }
}
