// put-blobs FOLDER: puts 50 blobs, the same ones in every process, and prints their digests as JSON.

import { createFileBlobStore } from '../../../src/storage/file-blob-store.js';

const store = createFileBlobStore(process.argv[2] ?? '');
const blobs = Array.from({ length: 50 }, (_, index) => Buffer.alloc(30_000, index));
const digests = await Promise.all(blobs.map((blob) => store.put(blob)));
process.stdout.write(JSON.stringify(digests));
