// put-blobs FOLDER COUNT SIZE: puts COUNT blobs of SIZE bytes, the same ones in every process. Prints the digests, or
// the code and message of the first error, as JSON.

import { isLonghaulError } from '../../../src/config/errors.js';
import { createFileBlobStore } from '../../../src/storage/file-blob-store.js';

const [folder = '', count, size] = process.argv.slice(2);
const store = createFileBlobStore(folder);

async function putAll(): Promise<unknown> {
  const blobs = Array.from({ length: Number(count) }, (_, index) => Buffer.alloc(Number(size), index));
  try {
    return await Promise.all(blobs.map((blob) => store.put(blob)));
  } catch (error) {
    if (!isLonghaulError(error)) throw error;
    return { code: error.code, message: error.message };
  }
}

process.stdout.write(JSON.stringify(await putAll()));
