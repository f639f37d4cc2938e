import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { detailOf } from '../../../src/agent/tools/call-detail.js';
import { lineDiff } from '../../../src/agent/tools/line-diff.js';
import { openToolBench, type ToolBench } from '../../support/tool-bench.js';

let bench: ToolBench;
beforeAll(async () => {
  bench = await openToolBench();
  await bench.put('ten.txt', lines(1, 10));
  await bench.put('crlf.txt', 'one\r\ntwo\r\n');
  await bench.put('binary', 'a\0b');
  await bench.put('large.txt', 'x'.repeat(2 * 1024 * 1024));
  await mkdir(join(bench.workspace, 'folder'));
  await symlink('nowhere', join(bench.workspace, 'dangling'));
});

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');

const detail = (name: string, input: unknown, hidden: (path: string) => boolean = () => false) =>
  detailOf({ name, input }, { ...bench.context, hidden });

describe('a call in full', () => {
  it('is the command, and behind it what else the call says', async () => {
    expect(await detail('Bash', { command: 'npm test\nls' })).toBe('npm test\nls');
    expect(await detail('Bash', { timeout: 5, command: 'npm test' })).toBe('npm test\n\n{"timeout":5}');
  });

  it('is a diff where a file is edited', async () => {
    const edit = { file_path: 'ten.txt', old_string: 'line 5\n', new_string: 'line five\nand more\n' };
    expect(await detail('Edit', edit)).toBe(
      [
        ...['ten.txt', '@@ -2,7 +2,8 @@', ' line 2', ' line 3', ' line 4', '-line 5', '+line five', '+and more'],
        ...[' line 6', ' line 7', ' line 8'],
      ].join('\n'),
    );
  });

  it('is a diff against what a file holds that is written anew', async () => {
    expect(await detail('Write', { file_path: 'ten.txt', content: lines(1, 9) })).toBe(
      'ten.txt\n@@ -7,4 +7,3 @@\n line 7\n line 8\n line 9\n-line 10',
    );
    expect(await detail('Write', { file_path: 'ten.txt', content: lines(1, 10) })).toContain('(nothing changes)');
    expect(await detail('Write', { file_path: 'new/a.txt', content: 'text' })).toBe(
      'new/a.txt (a new file)\n@@ -0,0 +1,1 @@\n+text\n\\ No newline at end of file',
    );
  });

  it.each([
    ['folder', 'not a regular file'],
    ['dangling', 'cannot be reached'],
    ['binary', 'not a text'],
    ['large.txt', 'a large file'],
    ['a\0b', 'cannot be reached'],
  ])('is what the call says where the file cannot be shown: %j', async (file_path, why) => {
    expect(await detail('Write', { file_path, content: 'text' })).toContain(why);
    expect(await detail('Edit', { file_path, old_string: 'old', new_string: 'new' })).toContain('-old\n');
  });

  it('does not show what is not to be read', async () => {
    const shown = await detail('Write', { file_path: 'ten.txt', content: 'x' }, (path) => path.endsWith('ten.txt'));
    expect(shown).toContain('not to be read');
    expect(shown).not.toContain('line 1');
  });

  it('is what the call says where the passage is not found once', async () => {
    const edit = { file_path: 'ten.txt', old_string: 'line', new_string: 'row' };
    expect(await detail('Edit', edit)).toContain('not in it once');
    expect(await detail('Edit', { ...edit, replace_all: true })).toContain('-line 10\n');
  });

  it('has at most 8,000 characters, with both its ends', async () => {
    const shown = await detail('Bash', { command: `begin ${'x'.repeat(50_000)} end` });
    expect(shown.length).toBeLessThanOrEqual(8_000);
    expect(shown).toMatch(/^begin [^]* characters …[^]* end$/);
  });

  it.each([null, 7, 'text', [], {}, { command: 5 }, { file_path: {} }])('is there for odd input: %j', async (input) => {
    for (const tool of ['Bash', 'Edit', 'Write', 'Other']) expect(typeof (await detail(tool, input))).toBe('string');
  });
});

describe('a diff of lines', () => {
  it.each([
    ['', 'a\n', '@@ -0,0 +1,1 @@\n+a'],
    ['a\n', '', '@@ -1,1 +0,0 @@\n-a'],
    ['a', 'a\n', '@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a'],
    ['a\nb\nc\n', 'a\nc\n', '@@ -1,3 +1,2 @@\n a\n-b\n c'],
    ['a\na\n', 'a\na\na\n', '@@ -1,2 +1,3 @@\n a\n a\n+a'],
    ['same', 'same', ''],
  ])('from %j to %j', (before, after, diff) => {
    expect(lineDiff(before, after)).toBe(diff);
  });
});
