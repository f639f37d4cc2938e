import { once } from 'node:events';
import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createEditTool } from '../../../src/agent/tools/edit/edit.js';
import { createWriteTool } from '../../../src/agent/tools/edit/write.js';
import { removeTornWrites, tempNameFor } from '../../../src/agent/tools/files/torn-writes.js';
import { startChild } from '../../support/child.js';
import { tempFolder } from '../../support/temp-folder.js';
import { until } from '../../support/until.js';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});
const tempsIn = async (where: string) => (await readdir(where)).filter((name) => name.endsWith('.tmp'));

/** A write of `path` whose process was killed in its middle; the name of what it left. */
async function tornWriteOf(path: string): Promise<string> {
  for (;;) {
    const { process: child } = startChild('agent/tools/programs/write-on-and-on.ts', [path]);
    const gone = once(child, 'exit');
    await until('it writes', async () => (await tempsIn(dirname(path))).length > 0);
    child.kill('SIGKILL');
    await gone;
    const [torn] = await tempsIn(dirname(path));
    if (torn !== undefined) return torn; // else it was killed between two writes
  }
}

describe('what a killed write has left', () => {
  it.each([
    ['Write', createWriteTool(), { content: '' }],
    ['Edit', createEditTool(), { old_string: 'a', new_string: 'b' }],
  ])(
    'is removed for the next leg of %s, also where the path leads over a link, and nothing else is',
    async (_name, tool, rest) => {
      const real = join(folder, 'real');
      await mkdir(real);
      await symlink(real, join(folder, 'link'));
      const torn = await tornWriteOf(join(real, 'a\nb*.txt'));
      const others = [tempNameFor(join(real, 'a\nb*.txt')), '.x.tmp', `${torn}.tmp`, torn.replace(/^\./, '')];
      for (const name of others) await writeFile(join(real, name), 'not ours, or still being written');

      const clear = (file_path: string) => tool.clearUp?.({ file_path, ...rest }, { workspace: folder });
      await clear('link/c.txt');
      expect(await readdir(real)).toContain(torn);
      await clear('link/a\nb*.txt');
      const left = await readdir(real);
      expect(left).not.toContain(torn);
      expect(left).toEqual(expect.arrayContaining(others));
    },
    60_000,
  );

  it('stays where it is no file by now', async () => {
    const path = join(folder, 'a.txt');
    const torn = await tornWriteOf(path);
    await rename(join(folder, torn), join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), join(folder, torn));
    await removeTornWrites(path);
    expect(await readdir(folder)).toEqual(expect.arrayContaining(['elsewhere', torn]));
  }, 60_000);

  it('is looked for in silence where there is no folder any more', async () => {
    await expect(removeTornWrites(join(folder, 'gone', 'a.txt'))).resolves.toBeUndefined();
  });

  it('has a name that any file system takes', () => {
    expect(basename(tempNameFor(join(folder, `${'ü'.repeat(120)}/${'x'.repeat(255)}`))).length).toBeLessThan(100);
  });
});
