import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { writeReport } from '../../../src/cli/report/write-report.js';
import { tempFolder } from '../../support/temp-folder.js';

let folder = '';
beforeEach(async () => {
  folder = await tempFolder();
});

describe('the file of a report', () => {
  it('is written whole, for the owner only, and replaces an earlier one', async () => {
    await writeReport('r.html', 'one', folder);
    await writeReport('r.html', 'two', folder);
    expect(await readFile(join(folder, 'r.html'), 'utf8')).toBe('two');
    expect((await stat(join(folder, 'r.html'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['r.html']);
  });

  it.each(['a link', 'a link to nothing', 'a directory'])('is never written over %s', async (what) => {
    await writeFile(join(folder, 'mine'), 'mine');
    if (what === 'a directory') await mkdir(join(folder, 'r.html'));
    else await symlink(what === 'a link' ? 'mine' : 'nothing', join(folder, 'r.html'));
    await expect(writeReport('r.html', 'one', folder)).rejects.toMatchObject({ code: 'FILE_UNUSABLE' });
    expect(await readFile(join(folder, 'mine'), 'utf8')).toBe('mine');
    expect((await lstat(join(folder, 'r.html'))).isFile()).toBe(false);
    expect((await readdir(folder)).toSorted()).toEqual(['mine', 'r.html']);
  });

  it.each([
    ['nowhere/r.html', /cannot use nowhere\/r\.html: no such file or directory/],
    ['mine/r.html', /cannot use mine\/r\.html/],
  ])('needs a folder: %s', async (file, says) => {
    await writeFile(join(folder, 'mine'), 'mine');
    await expect(writeReport(file, 'one', folder)).rejects.toThrow(says);
  });
});
