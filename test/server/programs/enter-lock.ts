// Enters the lock <folder> <times>, and writes to <trace> when it goes in and out.

import { appendFile } from 'node:fs/promises';
import { withLock } from '../../../src/server/process/lock.js';

const [folder = '', trace = '', times = ''] = process.argv.slice(2);
for (let round = 0; round < Number(times); round += 1) {
  await withLock(folder, async () => {
    await appendFile(trace, `in ${process.pid} ${round}\n`);
    await appendFile(trace, `out ${process.pid} ${round}\n`);
  });
}
