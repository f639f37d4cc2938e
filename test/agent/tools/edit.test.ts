import { execFileSync } from 'node:child_process';
import { chmod, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createEditTool } from '../../../src/agent/tools/edit/edit.js';
import { createWriteTool } from '../../../src/agent/tools/edit/write.js';
import { createReadTool } from '../../../src/agent/tools/read/read.js';
import { createSeenFiles } from '../../../src/agent/tools/seen-files.js';
import type { ToolContext } from '../../../src/agent/tools/tool.js';
import { openToolBench, textOf, type ToolBench } from '../../support/tool-bench.js';
import { PNG } from './pictures.js';

let bench: ToolBench;
beforeEach(async () => {
  bench = await openToolBench();
});

const [read, write, edit] = [createReadTool(), createWriteTool(), createEditTool()];
const look = (file_path: string) => bench.call(read, { file_path });
const content = (name: string) => readFile(join(bench.workspace, name), 'utf8');

/** The result of an edit of `b.txt` that held `before` and was read. */
async function edited(before: string | Buffer, old_string: string, new_string: string, replace_all?: boolean) {
  await bench.put('b.txt', before);
  await look('b.txt');
  const input = { file_path: 'b.txt', old_string, new_string, ...(replace_all && { replace_all }) };
  const result = await bench.call(edit, input);
  return { said: textOf(result), failed: result.isError, after: await content('b.txt') };
}

const changed = (after: string) => expect.objectContaining({ failed: false, after });

describe('Edit', () => {
  it('replaces the one passage that is meant, and shows what is there now', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => `line ${n + 1}`).join('\n');
    const { said, after } = await edited(lines, 'line 10\nline 11', 'ten\n\neleven');
    expect(after).toBe(lines.replace('line 10\nline 11', 'ten\n\neleven'));
    expect(said).toBe(
      [
        'Changed b.txt. Now it reads:',
        '     7\tline 7',
        '     8\tline 8',
        '     9\tline 9',
        '    10\tten',
        '    11\t',
        '    12\televen',
        '    13\tline 12',
        '    14\tline 13',
        '    15\tline 14',
      ].join('\n'),
    );
  });

  it.each([
    ['the dollar signs of a pattern', 'a b c', 'b', "$& $1 $' $$", "a $& $1 $' $$ c"],
    ['signs of a regular expression', 'a .* c', '.*', '\\d+', 'a \\d+ c'],
    ['nothing as the new text', 'a b c', ' b', '', 'a c'],
    ['all there is', 'abc', 'abc', 'x', 'x'],
    ['a line at the end', 'a\nb\n', 'b\n', 'b\nc\n', 'a\nb\nc\n'],
  ])('takes %s as it is', async (_what, before, from, to, after) => {
    expect(await edited(before, from, to)).toEqual(changed(after));
  });

  it.each([
    ['CRLF', 'a\r\nb\r\nc\r\n', 'a\nb\n', 'x\ny\nz\n', 'x\r\ny\r\nz\r\nc\r\n'],
    ['CRLF in what the model sends', 'a\r\nb\r\n', 'a\r\nb', 'x\r\ny', 'x\r\ny\r\n'],
    ['an edge before a CRLF', 'a\r\nb\r\n', 'a', 'x', 'x\r\nb\r\n'],
    ['an edge on a CRLF', 'a\r\nb\r\n', '\nb', '\nx', 'a\r\nx\r\n'],
    ['the lines that are not changed, however they end', 'a\r\nb\nc\r\nd\r\n', 'c', 'x\ny', 'a\r\nb\nx\r\ny\r\nd\r\n'],
    ['LF where a few lines end otherwise', 'a\nb\nc\r\nd\n', 'd', 'x\ny', 'a\nb\nc\r\nx\ny\n'],
    ['a byte-order mark', '\uFEFFa\nb', 'a', 'x', '\uFEFFx\nb'],
    ['a missing line end', 'a\nb', 'b', 'x', 'a\nx'],
    ['odd characters', 'é\u2028😀\u0007', 'é', 'e', 'e\u2028😀\u0007'],
  ])('keeps %s', async (_what, before, from, to, after) => {
    expect(await edited(before, from, to)).toEqual(changed(after));
  });

  it('replaces all only when asked, and says how many there are', async () => {
    const before = 'x = 1\r\nx = 2\r\n'.repeat(20);
    const refused = await edited(before, 'x =', 'y =');
    expect(refused).toMatchObject({ failed: true, after: before });
    expect(refused.said).toMatch(/40 times in b.txt, on lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and others/);
    const all = await edited(before, 'x =', 'y\n=', true);
    expect(all).toEqual(changed('y\r\n= 1\r\ny\r\n= 2\r\n'.repeat(20)));
    expect(all.said).toMatch(/in 40 places.*\n\.\.\.\n.*first 10 places are shown/s);
    expect(all.said).toContain('     3\ty\n     4\t= 2');
  });

  it('counts passages without overlaps', async () => {
    expect(await edited('aaaa', 'aa', 'b', true)).toEqual(changed('bb'));
  });

  it.each([
    ['\tif (a)  {', 'if (a) {', /differs only in blanks and tabs:\n {5}1\t\tif \(a\) {2}\{/],
    ['say “hi”', 'say "hi"', /differs only in quotes or dashes:\n {5}1\tsay “hi”/],
    ['one\nsay "hi"\n', 'say \\"hi\\"', /differs only in backslashes:\n {5}2\tsay "hi"/],
    ['one\n\n  Two\n', 'two', /differs only in case:\n {5}3\t {2}Two/],
    ['say  “Hi”', 'say "hi"', /differs only in blanks, quotes/],
    ['one\ntwo\n', '     2\ttwo', /leave out the numbers/],
    ['one\ntwo\nthree\n', 'two\nfour', /first line is there, but what follows differs:\n {5}2\ttwo\n {5}3\tthree/],
    ['one\n', '\\', /is not in b\.txt\.$/],
    ['one\n', ' \n ', /is not in b\.txt\.$/],
    ['one\n', 'something else', /is not in b\.txt\.$/],
  ])('explains why something was not found: %j, %j', async (before, from, words) => {
    expect(await edited(before, from, 'new')).toEqual({
      said: expect.stringMatching(words),
      failed: true,
      after: before,
    });
  });

  it('refuses what cannot be meant', async () => {
    expect(await edited('a', '', 'b')).toMatchObject({ said: expect.stringMatching(/old_string is empty/) });
    expect(await edited('a\nb', 'a\nb', 'a\r\nb')).toMatchObject({ said: expect.stringMatching(/are the same/) });
    expect(await bench.call(edit, { file_path: 'none', old_string: 'a', new_string: 'b' })).toMatchObject({
      content: 'none does not exist.',
      isError: true,
    });
  });

  it('refuses bytes that it would damage', async () => {
    const latin = Buffer.from('caf\xe9\n', 'latin1');
    expect(await edited(latin, 'caf', 'x')).toMatchObject({ said: expect.stringMatching(/not UTF-8/), failed: true });
    expect(await readFile(join(bench.workspace, 'b.txt'))).toEqual(latin);
  });

  it('refuses to make a file too large', async () => {
    const before = 'a'.repeat(1_000_000);
    expect(await edited(before, 'a', 'b'.repeat(1_000), true)).toMatchObject({
      said: expect.stringMatching(/larger than 64 MB/),
      after: before,
    });
  });
});

describe('two edits of one file at once', () => {
  it('both count', async () => {
    await bench.put('b.txt', Array.from({ length: 20 }, (_, n) => `<${n}>`).join('\n'));
    await look('b.txt');
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        bench.call(edit, { file_path: n % 2 ? 'b.txt' : './x/../b.txt', old_string: `<${n}>`, new_string: `[${n}]` }),
      ),
    );
    expect(results.filter((result) => result.isError)).toEqual([]);
    expect(await content('b.txt')).toBe(Array.from({ length: 20 }, (_, n) => `[${n}]`).join('\n'));
  });

  it('of two agents, one is told to look again', async () => {
    await bench.put('b.txt', 'a b');
    const agents = [createSeenFiles(), createSeenFiles()];
    for (const seen of agents) await bench.call(read, { file_path: 'b.txt' }, { seen });
    const results = await Promise.all(
      agents.map((seen, n) =>
        bench.call(edit, { file_path: 'b.txt', old_string: n === 0 ? 'a' : 'b', new_string: 'x' }, { seen }),
      ),
    );
    // Whoever comes first: finding a file takes its time.
    const late = results.filter((result) => result.isError);
    expect(late).toEqual([
      expect.objectContaining({ content: expect.stringMatching(/has changed since you last saw it/) }),
    ]);
    expect(await content('b.txt')).toBe(results[0]?.isError ? 'a x' : 'x b');
  });

  it('a failed one does not hold up the next', async () => {
    await bench.put('b.txt', 'a');
    await look('b.txt');
    const results = await Promise.all(
      ['none', 'a'].map((old_string) => bench.call(edit, { file_path: 'b.txt', old_string, new_string: 'x' })),
    );
    expect(results.map((result) => result.isError)).toEqual([true, false]);
  });
});

describe('Write', () => {
  it('makes a file and the directories it needs', async () => {
    const result = await bench.call(write, { file_path: 'new/deep/b.txt', content: 'é\r\n' });
    const path = join(bench.workspace, 'new/deep/b.txt');
    expect(result).toMatchObject({ content: 'Created new/deep/b.txt.', saw: [{ path }] });
    expect(await content('new/deep/b.txt')).toBe('é\r\n');
    expect(bench.context.seen.digestOf(path)).toBe(result.saw?.[0]?.digest);
    // As any program makes them.
    expect((await stat(path)).mode & 0o777).toBe(0o666 & ~process.umask());
    expect((await stat(join(bench.workspace, 'new'))).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('goes on from what it wrote itself', async () => {
    await bench.call(write, { file_path: 'b.txt', content: 'one' });
    expect(await bench.call(edit, { file_path: 'b.txt', old_string: 'one', new_string: 'two' })).toMatchObject({
      isError: false,
    });
    expect(await bench.call(write, { file_path: 'b.txt', content: 'three' })).toMatchObject({
      content: 'Replaced b.txt.',
    });
    expect(await content('b.txt')).toBe('three');
  });

  it('does not overwrite what only leads out by a link to nothing', async () => {
    await symlink(join(bench.workspace, '../outside.txt'), join(bench.workspace, 'way-out'));
    expect(await bench.call(write, { file_path: 'way-out', content: 'x' })).toMatchObject({ isError: true });
    expect(await readdir(join(bench.workspace, '..'))).toEqual(['work']);
  });
});

describe.each([
  ['Write', write, { content: 'new' }],
  ['Edit', edit, { old_string: 'old', new_string: 'new' }],
])('%s', (_name, tool, input) => {
  const change = (file_path: string, context: Partial<ToolContext> = {}) =>
    bench.call(tool, { ...input, file_path }, context);
  beforeEach(() => bench.put('b.txt', 'old'));
  const refusal = (words: RegExp) => expect.objectContaining({ content: expect.stringMatching(words), isError: true });

  it('leaves alone what the agent has not seen', async () => {
    expect(await change('b.txt')).toEqual(refusal(/has not been read yet/));
    expect(await content('b.txt')).toBe('old');
  });

  it('leaves alone what is no text, also when the agent has looked at it', async () => {
    await bench.put('image.png', PNG);
    expect(await look('image.png')).toMatchObject({ isError: false });
    expect(await change('image.png')).toEqual(refusal(/not a text file/));
    expect(await readFile(join(bench.workspace, 'image.png'))).toEqual(PNG);
  });

  it('leaves alone what somebody else has changed', async () => {
    await look('b.txt');
    await writeFile(join(bench.workspace, 'b.txt'), 'old and more');
    expect(await change('b.txt')).toEqual(refusal(/has changed since you last saw it/));
    expect(await content('b.txt')).toBe('old and more');
    await look('b.txt');
    expect(await change('b.txt')).toMatchObject({ isError: false });
  });

  it('knows what an earlier leg has seen', async () => {
    const { saw = [] } = await look('b.txt');
    const seen = createSeenFiles(saw);
    expect(await change('b.txt', { seen })).toMatchObject({ isError: false });
  });

  it('writes through a link, and keeps it', async () => {
    await symlink('b.txt', join(bench.workspace, 'link.txt'));
    await look('link.txt');
    expect(await change('link.txt')).toMatchObject({ saw: [{ path: join(bench.workspace, 'b.txt') }] });
    expect(await content('b.txt')).toBe('new');
    expect((await stat(join(bench.workspace, 'link.txt'))).ino).toBe((await stat(join(bench.workspace, 'b.txt'))).ino);
  });

  it('keeps the permissions, and leaves nothing else behind', async () => {
    await chmod(join(bench.workspace, 'b.txt'), 0o751);
    await look('b.txt');
    await change('b.txt');
    expect((await stat(join(bench.workspace, 'b.txt'))).mode & 0o7777).toBe(0o751);
    expect((await readdir(bench.workspace)).sort()).toEqual(['.git', 'a.txt', 'b.txt']);
  });

  it('says what the system refuses', async () => {
    await bench.put('dir/x', '');
    expect(await change('dir')).toEqual(refusal(/is a directory/));
    execFileSync('mkfifo', [join(bench.workspace, 'pipe')]);
    expect(await change('pipe')).toEqual(refusal(/not a regular file/));
    expect(await change('/dev/null')).toEqual(refusal(/not a regular file/));
    expect(await change('b.txt/x')).toEqual(refusal(/not a directory/));
    expect(await change('/proc/no/such')).toEqual(refusal(/ENOENT|EACCES|EROFS|does not exist/));
  });

  it('does nothing once the leg has ended', async () => {
    await look('b.txt');
    await expect(change('b.txt', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await content('b.txt')).toBe('old');
  });
});
