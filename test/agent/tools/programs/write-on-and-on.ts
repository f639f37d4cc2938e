// write-on-and-on PATH: replaces a file again and again, each time with much: who kills it meets it inside of a write.

import { localFiles } from '../../../../src/agent/tools/files/local-files.js';

const [path = ''] = process.argv.slice(2);
const content = Buffer.alloc(16 * 1024 * 1024, 'x');
for (;;) await localFiles.replace(path, content, null);
