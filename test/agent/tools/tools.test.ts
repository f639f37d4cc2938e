import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createSeenFiles } from '../../../src/agent/tools/seen-files.js';
import { useTools } from '../../../src/agent/tools/use-tools.js';
import { createTools } from '../../../src/agent/tools.js';

let outer: string;
let workspace: string;

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'longhaul-tools-'));
  workspace = join(outer, 'work');
  await mkdir(join(workspace, 'src'), { recursive: true });
  await writeFile(join(outer, 'secret.txt'), 'secret\n');
  await symlink(outer, join(workspace, 'way-out'));
  await symlink(join(outer, 'secret.txt'), join(workspace, 'linked.txt'));
});
afterEach(() => rm(outer, { recursive: true }));

const put = (name: string, text: string | Buffer) => writeFile(join(workspace, name), text);

/** Calls one tool as the loop does. */
async function use(name: string, input: object, signal = new AbortController().signal) {
  const call = { type: 'tool_use', id: 't1', name, input } as ToolUseBlock;
  const reply = {
    content: [call],
    stopReason: 'tool_use',
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    unreadable: {},
  };
  const asked = { reply, calls: [call], interrupted: false, schema: null };
  const [block] = await useTools(asked, createTools(), { workspace, signal, seen: createSeenFiles() }, () => undefined);
  return { text: String(block?.content), failed: block?.is_error === true };
}

const shown = (text: string | RegExp) => ({
  text: typeof text === 'string' ? text : expect.stringMatching(text),
  failed: false,
});
const refusal = (words: RegExp) => ({ text: expect.stringMatching(words), failed: true });

describe('every tool', () => {
  it.each([
    ['Read', { file_path: 'way-out/secret.txt' }],
    ['Read', { file_path: 'linked.txt' }],
    ['Read', { file_path: '../secret.txt' }],
    ['Read', { file_path: '/etc/hostname' }],
    ['Read', { file_path: '../no-such-file' }],
    ['Grep', { pattern: 'secret', path: 'way-out' }],
    ['Grep', { pattern: 'secret', path: '..' }],
    ['Glob', { pattern: '*', path: 'way-out' }],
    ['Glob', { pattern: '../*' }],
    ['Glob', { pattern: '{..,src}/*' }],
    ['Glob', { pattern: '/etc/*' }],
  ])('%s stays in the workspace: %j', async (name, input) => {
    expect(await use(name, input)).toEqual(refusal(/outside the workspace|leads out/));
  });

  it('does not follow links while it searches', async () => {
    expect(await use('Grep', { pattern: 'secret' })).toEqual(shown('No matches found.'));
    expect((await use('Glob', { pattern: '**/secret.txt' })).text).toBe('No files found.');
  });

  it.each([
    ['Read', {}, /file_path/],
    ['Read', { file_path: 'a', offset: 0 }, /offset/],
    ['Read', { file_path: 'a', lines: 3 }, /lines/],
    ['Grep', { pattern: 'a', output_mode: 'all' }, /output_mode/],
    ['Glob', { pattern: 5 }, /pattern/],
    ['Delete', {}, /There is no tool called Delete. Available: Read, Grep, Glob/],
  ])('says what is wrong with its input: %s %j', async (name, input, words) => {
    expect(await use(name, input)).toEqual(refusal(words));
  });

  it('ends with the leg', async () => {
    for (const [name, input] of [
      ['Grep', { pattern: 'x' }],
      ['Glob', { pattern: '**' }],
    ] as const) {
      await expect(use(name, input, AbortSignal.abort())).rejects.toThrow();
    }
  });
});

describe('Read', () => {
  it('shows numbered lines', async () => {
    await put('a.txt', 'one\r\ntwo\n\nfour');
    expect(await use('Read', { file_path: 'a.txt' })).toEqual(
      shown('     1\tone\n     2\ttwo\n     3\t\n     4\tfour'),
    );
    expect(await use('Read', { file_path: join(workspace, 'a.txt') })).toMatchObject({ failed: false });
  });

  it('shows the part that was asked for, and says that there is more', async () => {
    await put('a.txt', Array.from({ length: 10 }, (_, n) => `line ${n + 1}`).join('\n'));
    expect(await use('Read', { file_path: 'a.txt', offset: 4, limit: 2 })).toEqual(
      shown('     4\tline 4\n     5\tline 5\n\n[The file goes on. Continue with offset 6.]'),
    );
    expect((await use('Read', { file_path: 'a.txt', offset: 9, limit: 2 })).text).toBe(
      '     9\tline 9\n    10\tline 10',
    );
    expect(await use('Read', { file_path: 'a.txt', offset: 11 })).toEqual(refusal(/only 10 lines/));
  });

  it('cuts long files and long lines', async () => {
    await put('long.txt', 'x\n'.repeat(5_000));
    expect((await use('Read', { file_path: 'long.txt' })).text).toMatch(/Continue with offset 2001/);
    await put('wide.txt', `${'y'.repeat(1_000)}\n`.repeat(200));
    const wide = await use('Read', { file_path: 'wide.txt' });
    expect(wide.text).toMatch(/at most 50 KB. Continue with offset 51\.\]$/);
    await put('line.txt', 'z'.repeat(100_000));
    expect((await use('Read', { file_path: 'line.txt' })).text).toMatch(/^ {5}1\tz{2000}… \[line cut\]$/);
  });

  it('refuses what is no text, in words', async () => {
    await put('data.bin', Buffer.from([1, 2, 0, 3]));
    execFileSync('mkfifo', [join(workspace, 'pipe')]);
    await put('empty.txt', '');
    expect(await use('Read', { file_path: 'data.bin' })).toEqual(refusal(/not a text file/));
    expect(await use('Read', { file_path: 'src' })).toEqual(refusal(/is a directory/));
    expect(await use('Read', { file_path: 'pipe' })).toEqual(refusal(/not a regular file/));
    expect(await use('Read', { file_path: 'none.txt' })).toEqual(refusal(/does not exist/));
    expect(await use('Read', { file_path: 'a\0b' })).toEqual(refusal(/does not exist/));
    expect(await use('Read', { file_path: 'empty.txt' })).toEqual(shown('empty.txt is empty.'));
  });
});

describe('Glob', () => {
  it('lists files, those changed last first', async () => {
    for (const [name, seconds] of [
      ['src/old.ts', 1_000],
      ['src/new.ts', 3_000],
      ['mid.ts', 2_000],
      ['.dot.ts', 500],
    ] as const) {
      await put(name, '');
      await utimes(join(workspace, name), seconds, seconds);
    }
    const listed = ['src/new.ts', 'mid.ts', 'src/old.ts', '.dot.ts'].map((name) => join(workspace, name)).join('\n');
    expect(await use('Glob', { pattern: '**/*.ts' })).toEqual(shown(listed));
    expect(await use('Glob', { pattern: join(workspace, '**/*.ts') })).toEqual(shown(listed));
    expect((await use('Glob', { pattern: '*.ts', path: 'src' })).text.split('\n')).toHaveLength(2);
    expect((await use('Glob', { pattern: '{mid,src/old}.ts' })).text.split('\n')).toHaveLength(2);
  });

  it('leaves out what is never looked for, and says when there is more', async () => {
    await mkdir(join(workspace, 'node_modules/x'), { recursive: true });
    await mkdir(join(workspace, '.git'));
    await put('node_modules/x/a.txt', '');
    await put('.git/a.txt', '');
    expect(await use('Glob', { pattern: '**/a.txt' })).toEqual(shown('No files found.'));
    for (let n = 0; n < 120; n += 1) await put(`src/${n}.txt`, '');
    expect((await use('Glob', { pattern: 'src/*' })).text).toMatch(/100 of 120 files/);
  });
});

describe('Grep', () => {
  beforeEach(async () => {
    await put('src/a.ts', 'alpha\nbeta\ngamma\nBETA\n');
    await put('b.js', 'beta\n');
    await utimes(join(workspace, 'b.js'), 1, 1);
  });
  const a = () => join(workspace, 'src/a.ts');
  const b = () => join(workspace, 'b.js');

  it('lists the files with matches, those changed last first', async () => {
    expect(await use('Grep', { pattern: 'beta' })).toEqual(shown(`${a()}\n${b()}`));
    expect(await use('Grep', { pattern: 'nothing' })).toEqual(shown('No matches found.'));
  });

  it.each([
    [{ path: 'src/a.ts' }, () => `${a()}:2:beta`],
    [{ path: 'src', '-i': true }, () => `${a()}:2:beta\n${a()}:4:BETA`],
    [{ path: 'src', '-n': false }, () => `${a()}:beta`],
    [{ path: 'src', '-A': 1 }, () => `${a()}:2:beta\n${a()}-3-gamma`],
    [{ path: 'src', '-B': 1 }, () => `${a()}-1-alpha\n${a()}:2:beta`],
    [{ path: 'src', '-C': 1 }, () => `${a()}-1-alpha\n${a()}:2:beta\n${a()}-3-gamma`],
    [{ glob: '*.js' }, () => `${b()}:1:beta`],
    [{ glob: 'src/*' }, () => `${a()}:2:beta`],
    [{ type: 'js' }, () => `${b()}:1:beta`],
    [{ glob: '*.ts', '-i': true, head_limit: 1 }, () => `${a()}:2:beta\n\n[First 1 lines; 1 more.]`],
  ])('shows the lines: %j', async (options, lines) => {
    expect(await use('Grep', { pattern: 'beta', output_mode: 'content', ...options })).toEqual(shown(lines()));
  });

  it('counts, and matches over lines', async () => {
    expect(await use('Grep', { pattern: 'a', path: 'src', output_mode: 'count' })).toEqual(shown(`${a()}:3`));
    const over = { pattern: 'beta.gamma', output_mode: 'content', '-n': false };
    expect(await use('Grep', over)).toEqual(shown('No matches found.'));
    expect(await use('Grep', { ...over, multiline: true })).toEqual(shown(`${a()}:beta\n${a()}:gamma`));
  });

  it('takes nothing for an option', async () => {
    await put('src/-e', '--files\n');
    expect(await use('Grep', { pattern: '--files' })).toEqual(shown(join(workspace, 'src/-e')));
    expect(await use('Grep', { pattern: 'x', type: '-x' })).toEqual(refusal(/type/));
    expect(await use('Grep', { pattern: 'beta', glob: '--pre=id' })).toEqual(shown('No matches found.'));
  });

  it('runs neither a program nor a configuration that the workspace provides', async () => {
    await put('rg', '#!/bin/sh\necho hijacked\n');
    await chmod(join(workspace, 'rg'), 0o755);
    await put('ripgreprc', '--files-without-match\n');
    const before = { ...process.env };
    process.env['PATH'] = `${workspace}:${process.env['PATH']}`;
    process.env['RIPGREP_CONFIG_PATH'] = join(workspace, 'ripgreprc');
    try {
      expect((await use('Grep', { pattern: 'beta', path: 'b.js' })).text).toBe(b());
    } finally {
      process.env = before;
    }
  });

  it('says what is wrong with a pattern, and how to see less', async () => {
    expect(await use('Grep', { pattern: '(' })).toEqual(refusal(/Grep failed: .*unclosed group/s));
    expect(await use('Grep', { pattern: 'a', type: 'nosuchtype' })).toEqual(refusal(/unrecognized file type/));
    await put('huge.txt', 'match me\n'.repeat(200_000));
    const huge = await use('Grep', { pattern: 'match', output_mode: 'content' });
    expect(huge).toEqual(shown(/at most .* Use a narrower pattern/));
    expect(huge.text.length).toBeLessThan(60_000);
  });
});
