import { describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readArgs } from '../../../src/cli/options/read-args.js';
import { tempFolder } from '../../support/temp-folder.js';

const nothing = Readable.from([]);

describe('--args', () => {
  it('takes JSON as it is written', async () => {
    expect(await readArgs('{"a": 1}', { cwd: '/', stdin: nothing })).toBe('{"a": 1}');
  });

  it('takes a file, relative to the directory of the caller', async () => {
    const cwd = await tempFolder();
    await writeFile(join(cwd, 'args.json'), '[1, 2]');
    expect(await readArgs('@args.json', { cwd, stdin: nothing })).toBe('[1, 2]');
  });

  it('takes standard input', async () => {
    expect(await readArgs('-', { cwd: '/', stdin: Readable.from(['{"a"', ': "ü"}']) })).toBe('{"a": "ü"}');
  });

  it('names the file it cannot read', async () => {
    const cwd = await tempFolder();
    const missing = readArgs('@nowhere.json', { cwd, stdin: nothing });
    await expect(missing).rejects.toMatchObject({
      code: 'ARGS_UNREADABLE',
      message: expect.stringContaining('nowhere.json'),
    });
    await expect(readArgs('@', { cwd, stdin: nothing })).rejects.toMatchObject({ code: 'ARGS_UNREADABLE' });
  });
});
