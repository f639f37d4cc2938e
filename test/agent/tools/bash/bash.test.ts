import { readdir, realpath } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createBashTool } from '../../../../src/agent/tools/bash/bash.js';
import { openTestProcesses } from '../../../support/open-test-processes.js';
import { openToolBench, textOf } from '../../../support/tool-bench.js';

const bash = createBashTool();

async function run(command: string, more: object = {}) {
  const bench = await openToolBench();
  const result = await bench.call(bash, { command, ...more });
  return { text: textOf(result), failed: result.isError, bench };
}

const shown = (text: string) => ({ text, failed: false });
const failure = (text: string | RegExp) => ({ text: expect.stringMatching(text), failed: true });

describe('Bash', () => {
  it('runs each command in the workspace', async () => {
    const { bench } = await run('cd / && X=1');
    const result = await bench.call(bash, { command: 'pwd; echo "[$X]"' });
    expect(textOf(result)).toBe(`${await realpath(bench.workspace)}\n[]`);
  });

  it('shows what was printed, in its order', async () => {
    expect(await run('echo a; echo b >&2; echo c')).toMatchObject(shown('a\nb\nc'));
    expect(await run('true')).toMatchObject(shown('(No output.)'));
  });

  it('tells the exit code of what fails', async () => {
    expect(await run('echo so far; exit 2')).toMatchObject(failure(/^Exit code 2\nso far$/));
    expect(await run('no-such-command')).toMatchObject(failure(/^Exit code 127\n.*no-such-command: command not found/));
    expect(await run('kill -9 $$')).toMatchObject(failure(/^Exit code 137/));
    expect(await run('if then')).toMatchObject(failure(/^Exit code 2\n.*syntax error/));
  });

  it('ends what takes too long, and tells what it was', async () => {
    const { text, failed } = await run('echo begun; sleep 1000', { timeout: 3_000 });
    expect(failed).toBe(true);
    expect(text).toBe('Killed after 3 s: echo begun; sleep 1000\nbegun');
  });

  it('does not wait for what a command leaves behind', async () => {
    expect(await run('sleep 1000 & setsid sleep 1000 & echo done')).toMatchObject(shown('done'));
  });

  it('stops at once when the leg has to, and what ran is ended', async () => {
    const bench = await openToolBench();
    const stop = new AbortController();
    const processes = openTestProcesses();
    const call = bench.call(bash, { command: 'sleep 1000' }, { signal: stop.signal, processes });
    setTimeout(() => stop.abort(), 200);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await processes.end();
    await expect(bench.call(bash, { command: 'echo x >x' }, { signal: stop.signal })).rejects.toThrow();
    expect(await readdir(bench.workspace)).not.toContain('x');
  });

  it('shows the beginning and the end of much', async () => {
    const { text } = await run('seq 1 100000');
    expect(text).toMatch(/^1\n2\n[^]*\n\[Cut here: .*\]\n[^]*\n99999\n100000$/);
    expect(text.split('\n').length).toBeLessThan(2_010);
    const { text: line } = await run('head -c 3000000 /dev/zero | tr "\\0" x; echo; echo end');
    expect(line.length).toBeLessThan(52_000);
    expect(line).toMatch(/^x+\n\n\[Cut here: .*\]\n\nx+\nend$/);
  });

  it('stops what never stops printing', async () => {
    expect(await run('yes')).toMatchObject(failure(/^Killed because it printed more than 64 MB/));
  });

  it('shows no terminal control, and data as what it is', async () => {
    expect(await run("printf '\\033[31mred\\033[0m\\r\\n\\033]0;title\\007\\001\\002x\\377y\\n'")).toMatchObject(
      shown('red\n\uFFFDx\uFFFDy'),
    );
    expect((await run('head -c 300000 /dev/urandom')).text.length).toBeLessThan(60_000);
  });

  it.each([
    ['no command', { command: '' }],
    ['a NUL', { command: 'echo \0' }],
    ['too long a command', { command: 'x'.repeat(30_001) }],
    ['too long a time', { command: 'true', timeout: 600_001 }],
    ['what it does not know', { command: 'true', sandbox: false }],
  ])('does not take %s', (_, given) => {
    expect(bash.accept(given)).toMatchObject({ fits: false });
  });
});
