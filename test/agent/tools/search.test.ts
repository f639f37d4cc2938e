import { execFileSync } from 'node:child_process';
import { chmod, symlink, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createGlobTool } from '../../../src/agent/tools/search/glob.js';
import { createGrepTool } from '../../../src/agent/tools/search/grep.js';
import type { ToolContext } from '../../../src/agent/tools/tool.js';
import { openToolBench, textOf, type ToolBench } from '../../support/tool-bench.js';

let bench: ToolBench;
beforeEach(async () => {
  bench = await openToolBench();
});

async function grep(input: object, context: Partial<ToolContext> = {}) {
  const result = await bench.call(createGrepTool(), input, context);
  return { text: textOf(result), failed: result.isError };
}
async function glob(input: object, context: Partial<ToolContext> = {}) {
  const result = await bench.call(createGlobTool(), input, context);
  return { text: textOf(result), failed: result.isError };
}
const at = (name: string) => join(bench.workspace, name);
const shown = (text: string) => ({ text, failed: false });
const refusal = (words: RegExp) => ({ text: expect.stringMatching(words), failed: true });
const hidden = (path: string) => basename(path).startsWith('secret');

describe('Glob', () => {
  beforeEach(async () => {
    for (const [name, seconds] of [
      ['src/old.ts', 1_000],
      ['src/new.ts', 3_000],
      ['mid.ts', 2_000],
      ['.dot.ts', 500],
    ] as const) {
      await utimes(await bench.put(name, ''), seconds, seconds);
    }
  });
  const listed = (...names: string[]) => shown(names.map(at).join('\n'));

  it('lists files, those changed last first', async () => {
    const all = listed('src/new.ts', 'mid.ts', 'src/old.ts', '.dot.ts');
    expect(await glob({ pattern: '**/*.ts' })).toEqual(all);
    expect(await glob({ pattern: at('**/*.ts') })).toEqual(all);
    expect(await glob({ pattern: at('**/*.ts'), path: bench.workspace })).toEqual(all);
    expect(await glob({ pattern: '*.ts', path: 'src' })).toEqual(listed('src/new.ts', 'src/old.ts'));
    expect(await glob({ pattern: '{mid,src/old}.ts' })).toEqual(listed('mid.ts', 'src/old.ts'));
    expect(await glob({ pattern: 'mid.ts' })).toEqual(listed('mid.ts'));
  });

  it('leaves out what is never looked for, and says when there is more', async () => {
    await bench.put('node_modules/x/b.txt', '');
    await bench.put('.git/b.txt', '');
    expect(await glob({ pattern: '**/b.txt' })).toEqual(shown('No files found.'));
    for (let n = 0; n < 120; n += 1) await bench.put(`many/${n}.txt`, '');
    expect((await glob({ pattern: 'many/*' })).text).toMatch(/100 of 120 files/);
  });

  it('leaves out what is hidden, without a word', async () => {
    await bench.put('src/secret.ts', '');
    expect(await glob({ pattern: 'src/s*' }, { hidden })).toEqual(shown('No files found.'));
    expect(await glob({ pattern: 'src/*' }, { hidden })).toEqual(listed('src/new.ts', 'src/old.ts'));
  });

  it('stays below its directory', async () => {
    await bench.put('../beside/b.txt', '');
    await symlink(at('../beside'), at('way-out'));
    for (const pattern of [
      '../*',
      '{..,src}/*',
      'src/../../*',
      '@(..|src)/*',
      `${bench.workspace}/../beside/*`,
      '/etc/../*',
    ]) {
      expect(await glob({ pattern })).toEqual(refusal(/leads out of/));
    }
    expect(await glob({ pattern: '/etc/*', path: 'src' })).toEqual(refusal(/leads out of src/));
    expect(await glob({ pattern: '**/b.txt' })).toEqual(shown('No files found.'));
    expect(await glob({ pattern: '*', path: '../beside' })).toEqual(listed('../beside/b.txt'));
    expect(await glob({ pattern: at('../beside/*') })).toEqual(listed('../beside/b.txt'));
  });

  it('says what is wrong with its directory', async () => {
    expect(await glob({ pattern: '*', path: 'mid.ts' })).toEqual(refusal(/mid.ts is not a directory/));
    expect(await glob({ pattern: '*', path: 'none' })).toEqual(refusal(/none does not exist/));
  });

  it('ends with the leg', async () => {
    await expect(glob({ pattern: '**' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('Grep', () => {
  beforeEach(async () => {
    await bench.put('src/a.ts', 'alpha\nbeta\ngamma\nBETA\n');
    await utimes(await bench.put('b.js', 'beta\n'), 1, 1);
    await bench.put('a.txt', '');
  });
  const a = () => at('src/a.ts');
  const b = () => at('b.js');

  it('lists the files with matches, those changed last first', async () => {
    expect(await grep({ pattern: 'beta' })).toEqual(shown(`${a()}\n${b()}`));
    expect(await grep({ pattern: 'nothing' })).toEqual(shown('No matches found.'));
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
    [{ glob: '*.ts', '-i': true, head_limit: 1 }, () => `${a()}:2:beta\n\n[1 more. Continue with offset 1.]`],
    [{ glob: '*.ts', '-i': true, offset: 1 }, () => `${a()}:4:BETA`],
  ])('shows the lines: %j', async (options, lines) => {
    expect(await grep({ pattern: 'beta', output_mode: 'content', ...options })).toEqual(shown(lines()));
  });

  it('puts a sign between groups of lines', async () => {
    await bench.put('src/a.ts', 'beta\n1\n2\n3\nbeta\n');
    const input = { pattern: 'beta', output_mode: 'content', '-A': 1, path: 'src' };
    expect(await grep(input)).toEqual(shown(`${a()}:1:beta\n${a()}-2-1\n--\n${a()}:5:beta`));
  });

  it('counts, and matches over lines', async () => {
    expect(await grep({ pattern: 'a', path: 'src', output_mode: 'count' })).toEqual(shown(`${a()}:3`));
    const over = { pattern: 'beta.gamma', output_mode: 'content', '-n': false };
    expect(await grep(over)).toEqual(shown('No matches found.'));
    expect(await grep({ ...over, multiline: true })).toEqual(shown(`${a()}:beta\n${a()}:gamma`));
  });

  it('looks into dot files, but not into git, what git ignores and binary files', async () => {
    await bench.put('.config/x', 'unique\n');
    await bench.put('.git/x', 'unique\n');
    await bench.put('.gitignore', 'ignored\n');
    await bench.put('ignored', 'unique\n');
    await bench.put('binary', 'unique\n\0');
    expect(await grep({ pattern: 'unique' })).toEqual(shown(at('.config/x')));
    expect(await grep({ pattern: 'unique', glob: '**/x' })).toEqual(shown(at('.config/x')));
    expect((await grep({ pattern: 'unique', path: 'binary', output_mode: 'content' })).text).toMatch(/binary file/);
    await bench.put('late', `unique\n${'x\n'.repeat(100_000)}\0`);
    expect((await grep({ pattern: 'unique', output_mode: 'content', glob: 'late' })).text).toBe(
      `${at('late')}:1:unique\n${at('late')}: binary file, further matches are not shown`,
    );
  });

  it('neither follows links nor waits for pipes', async () => {
    await bench.put('../beside/b.txt', 'beta\n');
    await symlink(at('../beside'), at('way-out'));
    execFileSync('mkfifo', [at('src/pipe')]);
    expect(await grep({ pattern: 'beta' })).toEqual(shown(`${a()}\n${b()}`));
    expect(await grep({ pattern: 'beta', path: 'src/pipe' })).toEqual(refusal(/not a regular file/));
  });

  it.each(['files_with_matches', 'content', 'count'])('leaves out what is hidden, without a word: %s', async (mode) => {
    const search = { pattern: 'beta', output_mode: mode, '-C': 1 };
    const before = await grep(search);
    for (const name of ['src/secret.ts', 'src/secret\n.ts', 'secret -- \n:1:beta']) {
      await bench.put(name, 'beta\nx\ny\nz\nbeta\n');
    }
    const after = await grep(search, { hidden });
    const sorted = (text: string) => text.split('\n').sort();
    expect(sorted(after.text)).toEqual(sorted(before.text));
    expect((await grep(search)).text).toContain('secret');
    expect(await grep({ ...search, path: 'src/secret.ts' }, { hidden })).toEqual(shown('No matches found.'));
  });

  it('shows files with odd names', async () => {
    const name = await bench.put('src/--\n:5:x', 'odd\n');
    expect(await grep({ pattern: 'odd' })).toEqual(shown(name));
    expect(await grep({ pattern: 'odd', output_mode: 'content' })).toEqual(shown(`${name}:1:odd`));
  });

  it('takes nothing for an option', async () => {
    await bench.put('src/-e', '--files\n');
    expect(await grep({ pattern: '--files' })).toEqual(shown(at('src/-e')));
    expect(await grep({ pattern: 'beta', glob: '--pre=id' })).toEqual(shown('No matches found.'));
  });

  it('runs neither a program nor a configuration that the workspace provides', async () => {
    await chmod(await bench.put('rg', '#!/bin/sh\necho hijacked\n'), 0o755);
    const before = { ...process.env };
    process.env['PATH'] = `${bench.workspace}:${process.env['PATH']}`;
    process.env['RIPGREP_CONFIG_PATH'] = await bench.put('ripgreprc', '--files-without-match\n');
    try {
      expect((await grep({ pattern: 'beta', path: 'b.js' })).text).toBe(b());
    } finally {
      process.env = before;
    }
  });

  it('says what is wrong with a search', async () => {
    expect(await grep({ pattern: '(' })).toEqual(refusal(/Grep failed: .*unclosed group/s));
    expect(await grep({ pattern: 'a', type: 'nosuchtype' })).toEqual(refusal(/unrecognized file type/));
    expect(await grep({ pattern: 'a\0b' })).toEqual(refusal(/NUL/));
    expect(await grep({ pattern: 'beta', offset: 9 })).toEqual(refusal(/only 2 lines/));
  });

  it('says how to see less', async () => {
    await bench.put('huge.txt', 'match me\n'.repeat(200_000));
    const huge = await grep({ pattern: 'match', output_mode: 'content' });
    expect(huge.text).toMatch(/at most .* Use a narrower pattern/);
    expect(huge.text.length).toBeLessThan(60_000);
    await bench.put('wide.txt', `wide ${'x'.repeat(100_000)}\n`);
    expect((await grep({ pattern: 'wide', output_mode: 'content' })).text.length).toBeLessThan(3_000);
  });

  it('ends with the leg', async () => {
    await expect(grep({ pattern: 'x' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
