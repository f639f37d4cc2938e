import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { open, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createReadTool } from '../../../src/agent/tools/read/read.js';
import { openToolBench, textOf, type ToolBench } from '../../support/tool-bench.js';
import { GIF, JPEG, PDF, PNG, WEBP } from './pictures.js';

let bench: ToolBench;
beforeEach(async () => {
  bench = await openToolBench();
});

const tool = createReadTool();
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

async function read(input: object) {
  const result = await bench.call(tool, input);
  return { text: textOf(result), failed: result.isError };
}
const shown = (text: string) => ({ text, failed: false });
const refusal = (words: RegExp) => ({ text: expect.stringMatching(words), failed: true });

describe('a text', () => {
  it('is shown with numbered lines', async () => {
    const path = await bench.put('b.txt', '\uFEFFone\r\ntwo\n\nfour');
    const lines = shown('     1\tone\n     2\ttwo\n     3\t\n     4\tfour');
    expect(await read({ file_path: 'b.txt' })).toEqual(lines);
    expect(await read({ file_path: path })).toEqual(lines);
    expect(await read({ file_path: './src/../b.txt', pages: '1' })).toEqual(lines);
  });

  it('is shown in the part that was asked for, which says that there is more', async () => {
    await bench.put('b.txt', Array.from({ length: 10 }, (_, n) => `line ${n + 1}`).join('\n'));
    expect(await read({ file_path: 'b.txt', offset: 4, limit: 2 })).toEqual(
      shown('     4\tline 4\n     5\tline 5\n\n[The file goes on. Continue with offset 6.]'),
    );
    expect(await read({ file_path: 'b.txt', offset: 9, limit: 2 })).toEqual(shown('     9\tline 9\n    10\tline 10'));
    expect(await read({ file_path: 'b.txt', offset: 0, limit: 1 })).toMatchObject({ text: /^ {5}1\tline 1\n/ });
    expect(await read({ file_path: 'b.txt', offset: 11 })).toEqual(refusal(/only 10 lines/));
  });

  it('is cut when it is long or has long lines', async () => {
    await bench.put('long.txt', 'x\n'.repeat(5_000));
    expect((await read({ file_path: 'long.txt', limit: 9_999 })).text).toMatch(/Continue with offset 2001\.\]$/);
    await bench.put('wide.txt', `${'y'.repeat(1_000)}\n`.repeat(200));
    expect((await read({ file_path: 'wide.txt' })).text).toMatch(/at most 50 KB. Continue with offset 51\.\]$/);
    await bench.put('line.txt', `${'z'.repeat(100_000)}\nnext`);
    expect((await read({ file_path: 'line.txt' })).text).toMatch(/^ {5}1\tz{2000}… \[line cut\]\n {5}2\tnext$/);
    await bench.put('emoji.txt', `x${'😀'.repeat(2_000)}`);
    expect((await read({ file_path: 'emoji.txt' })).text).toMatch(/^ {5}1\tx(😀){999}… \[line cut\]$/u);
  });

  it('may be 100 MB large, and is not taken as known then', async () => {
    const file = await open(await bench.put('large.txt', ''), 'w');
    const block = Buffer.from(`${'0123456789'.repeat(9)}line break\n`.repeat(10_000));
    for (let written = 0; written < 100; written += 1) await file.write(block);
    await file.close();
    const result = await bench.call(tool, { file_path: 'large.txt', offset: 900_000, limit: 1 });
    expect(textOf(result)).toMatch(/^900000\t.*line break\n\n\[The file goes on/);
    expect(result.saw).toEqual([]);
  });

  it('of one endless line is not held in memory', async () => {
    const file = await open(await bench.put('line.txt', ''), 'w');
    await file.truncate(300_000_000);
    await file.write('x'.repeat(10_000), 0);
    await file.close();
    const before = process.memoryUsage.rss();
    expect((await read({ file_path: 'line.txt' })).text).toMatch(/^ {5}1\tx{2000}… \[line cut\]$/);
    expect(process.memoryUsage.rss() - before).toBeLessThan(250_000_000);
  });

  it('that would take minutes to go through is refused', async () => {
    const file = await open(await bench.put('vast.txt', 'x'.repeat(10_000)), 'r+');
    await file.truncate(3_000_000_000);
    await file.close();
    expect(await read({ file_path: 'vast.txt' })).toEqual(refusal(/larger than 2 GB/));
  });

  it('is known from then on, by the digest of all of it, under its real name', async () => {
    const content = '\uFEFFone\r\ntwo\n'.repeat(3_000);
    const path = await bench.put('b.txt', content);
    await symlink('b.txt', join(bench.workspace, 'link.txt'));
    const sighting = { path, digest: sha256(content) };
    const result = await bench.call(tool, { file_path: 'link.txt', offset: 2, limit: 1 });
    expect(result.saw).toEqual([sighting]);
    expect(bench.context.seen.digestOf(path)).toBe(sighting.digest);
  });

  it('that was not shown is not known', async () => {
    const path = await bench.put('b.txt', 'one\n');
    expect(await bench.call(tool, { file_path: 'b.txt', offset: 5 })).toMatchObject({ isError: true });
    expect(bench.context.seen.digestOf(path)).toBeNull();
  });

  it('may be empty', async () => {
    await bench.put('empty.txt', '');
    expect(await read({ file_path: 'empty.txt' })).toEqual(shown('empty.txt is empty.'));
  });
});

describe('what is no text', () => {
  it('is refused in words', async () => {
    await bench.put('data.bin', Buffer.from([1, 2, 0, 3]));
    await bench.put('wide.txt', Buffer.from('\uFEFFhello', 'utf16le'));
    await bench.put('src/x.txt', '');
    execFileSync('mkfifo', [join(bench.workspace, 'pipe')]);
    await symlink('nothing', join(bench.workspace, 'dangling'));
    for (const [path, words] of [
      ['data.bin', /not a text file/],
      ['wide.txt', /UTF-16/],
      ['src', /is a directory/],
      ['pipe', /not a regular file/],
      ['/dev/zero', /not a regular file/],
      ['none.txt', /does not exist/],
      ['~/none.txt', /^~\/none.txt does not exist/],
      ['a.txt/x', /cannot be reached: not a directory/],
      ['dangling', /link to nothing/],
      ['a\0b', /NUL/],
    ] as const) {
      expect(await read({ file_path: path })).toEqual(refusal(words));
    }
  });
});

describe('an image', () => {
  it.each([
    ['image/png', PNG],
    ['image/jpeg', JPEG],
    ['image/gif', GIF],
    ['image/webp', WEBP],
  ])('is shown as one, whatever its name: %s', async (media_type, image) => {
    await bench.put('image.txt', image);
    expect((await bench.call(tool, { file_path: 'image.txt' })).content).toEqual([
      { type: 'image', source: { type: 'base64', media_type, data: image.toString('base64') } },
    ]);
  });

  it('that the API would not take is refused', async () => {
    const wide = Buffer.from(PNG);
    wide.writeUInt32BE(8_001, 16);
    await bench.put('wide.png', wide);
    expect(await read({ file_path: 'wide.png' })).toEqual(refusal(/8001 x 1 pixels/));
    await bench.put('large.png', Buffer.concat([PNG, Buffer.alloc(4_000_000)]));
    expect(await read({ file_path: 'large.png' })).toEqual(refusal(/more than 3.75 MB/));
    for (const image of [PNG, JPEG, GIF]) {
      await bench.put('cut.png', image.subarray(0, 8));
      expect(await read({ file_path: 'cut.png' })).toEqual(refusal(/damaged image/));
    }
  });
});

describe('a PDF', () => {
  it('is shown as a document', async () => {
    await bench.put('doc', PDF);
    expect((await bench.call(tool, { file_path: 'doc' })).content).toEqual([
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: PDF.toString('base64') },
      },
    ]);
  });

  it('that cannot be shown is refused', async () => {
    await bench.put('doc.pdf', PDF);
    expect(await read({ file_path: 'doc.pdf', pages: '1-2' })).toEqual(refusal(/Leave out pages/));
    await bench.put('cut.pdf', PDF.subarray(0, 20));
    expect(await read({ file_path: 'cut.pdf' })).toEqual(refusal(/damaged/));
    await bench.put('secret.pdf', `${PDF.toString()}\n/Encrypt 3 0 R`);
    expect(await read({ file_path: 'secret.pdf' })).toEqual(refusal(/encrypted/));
    await bench.put('large.pdf', Buffer.concat([PDF, Buffer.alloc(33 * 1024 * 1024)]));
    expect(await read({ file_path: 'large.pdf' })).toEqual(refusal(/more than 20 MB/));
  });
});

describe('a notebook', () => {
  const cells = [
    { cell_type: 'markdown', source: ['# Title\n', 'Text'] },
    {
      cell_type: 'code',
      source: 'print(1)',
      outputs: [
        { output_type: 'stream', name: 'stdout', text: ['1\n', '2'] },
        { output_type: 'execute_result', data: { 'text/plain': '<Figure>', 'image/png': 'AAAA' } },
        { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['\u001b[31mE\u001b[0m: v'] },
      ],
    },
  ];

  it('is shown as cells with their outputs', async () => {
    const json = JSON.stringify({ nbformat: 4, cells });
    const path = await bench.put('n.ipynb', json);
    const result = await bench.call(tool, { file_path: 'n.ipynb' });
    expect(textOf(result).replaceAll(/^ *\d+\t/gm, '')).toBe(
      [
        '# Cell 1: markdown\n# Title\nText\n',
        '# Cell 2: code\nprint(1)',
        '## Output\n1\n2\n## Output\n<Figure>\n[Not shown: image/png]\n## Error\nE: v',
      ].join('\n'),
    );
    expect(result.saw).toEqual([{ path, digest: sha256(json) }]);
    expect((await read({ file_path: 'n.ipynb', offset: 2, limit: 1 })).text).toMatch(/^ {5}2\t# Title\n\n\[The file/);
  });

  it('that is none is shown as text', async () => {
    for (const content of ['{ not json', '{"worksheets": []}', '[1, 2]']) {
      await bench.put('n.ipynb', content);
      expect(await read({ file_path: 'n.ipynb' })).toEqual(shown(`     1\t${content}`));
    }
  });
});
