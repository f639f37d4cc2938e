import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { withLock } from '../../../src/server/process/lock.js';
import { startChild } from '../../support/child.js';
import { tempFolder } from '../../support/temp-folder.js';

describe('a lock', () => {
  it('lets one process in at a time (L1)', async () => {
    const folder = await tempFolder();
    const trace = join(folder, 'trace');
    const children = Array.from({ length: 5 }, () =>
      startChild('server/programs/enter-lock.ts', [join(folder, 'lock'), trace, '5']),
    );
    await Promise.all(children.map((child) => child.output));
    const lines = (await readFile(trace, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(5 * 5 * 2);
    for (let at = 0; at < lines.length; at += 2) {
      expect([lines[at], lines[at + 1]]).toEqual([expect.stringMatching(/^in /), lines[at]?.replace('in', 'out')]);
    }
  });

  it('lets one of several callers in the same process in at a time', async () => {
    const folder = join(await tempFolder(), 'lock');
    let inside = 0;
    const seen = await Promise.all(
      [1, 2, 3].map(() =>
        withLock(folder, async () => {
          inside += 1;
          const most = inside;
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside -= 1;
          return most;
        }),
      ),
    );
    expect(seen).toEqual([1, 1, 1]);
  });

  it('is not held by a process that is gone, nor by another one that has its number now (L2)', async () => {
    const folder = join(await tempFolder(), 'lock');
    await mkdir(folder);
    await writeFile(join(folder, `${process.pid}.another-boot.aaaa`), '');
    await writeFile(join(folder, '4194399.123.bbbb'), '');
    await expect(withLock(folder, async () => 'in', 5_000)).resolves.toBe('in');
    await expect(readdir(folder)).resolves.toEqual([]);
  });

  it('is given up by a process that throws', async () => {
    const folder = join(await tempFolder(), 'lock');
    await expect(withLock(folder, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(withLock(folder, async () => 'in', 5_000)).resolves.toBe('in');
  });

  it('names who holds it when patience ends', async () => {
    const folder = join(await tempFolder(), 'lock');
    const refused = await withLock(folder, () =>
      withLock(folder, async () => 'in', 50).catch((error: unknown) => error),
    );
    expect(refused).toMatchObject({ code: 'SERVER_BUSY', fields: { pid: process.pid } });
  });
});
