import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { longhaul } from '../support/longhaul.js';
import { tempFolder } from '../support/temp-folder.js';

const META = "export const meta = { name: 'x', description: 'y' };\n";

const FILES: Readonly<Record<string, string>> = {
  'good.js': `${META}return 1;\n`,
  'warns.js': `${META}agent('nobody waits for this');\n`,
  'python.js': `${META}def main():\n  pass\n`,
  'typescript.js': `${META}const a: string = 'x';\n`,
  'no-meta.js': 'return 1;\n',
  'clock.js': `${META}\nreturn Date.now();\n`,
  'bad.json': '{"a": ',
};

let home = '';

beforeAll(async () => {
  home = await tempFolder();
  await Promise.all(Object.entries(FILES).map(([name, text]) => writeFile(join(home, name), text)));
});

/** Exit code, and what the first line on stderr must say. */
type Expected = readonly [args: readonly string[], exitCode: number, says: RegExp];

const CASES: readonly Expected[] = [
  [['run', 'nowhere.js'], 3, /cannot read script nowhere\.js: there is no such file, and no saved workflow/],
  [['run', '.'], 3, /cannot read script \.: it is a directory/],
  [['run', 'python.js'], 2, /python\.js:2:\d+: syntax error/],
  [['run', 'typescript.js'], 2, /typescript\.js:2:\d+: syntax error/],
  [['run', 'no-meta.js'], 2, /no-meta\.js:1:1: .*meta/],
  [['run', 'clock.js'], 2, /clock\.js:3:8: .*deterministic: Date\.now/],
  [['run', 'good.js', '--args', '{a: 1}'], 2, /args are not JSON/],
  [['run', 'good.js', '--args', '@bad.json'], 2, /args are not JSON/],
  [['run', 'good.js', '--args', '-'], 2, /args are not JSON/],
  [['run', 'good.js', '--args', '@nowhere.json'], 3, /cannot read args from nowhere\.json: there is no such file/],
  [['run', 'good.js', '--cwd', 'nowhere'], 3, /there is no directory .*nowhere/],
  [['run', 'good.js'], 3, /no key for a model provider/],
  [['run', 'good.js', '--concurrency', '0'], 2, /whole number from 1 to 500/],
  [['run', 'good.js', '--max-agents', 'many'], 2, /whole number from 1 to 100000/],
  [['run', 'good.js', '--json', '-o', 'jsonl'], 2, /cannot be used with/],
  [['run', 'good.js', '-o', 'xml'], 2, /Allowed choices are text, json, jsonl/],
  [['run'], 2, /missing required argument 'script'/],
  [['workflows', 'edit', 'nowhere'], 3, /there is no saved workflow "nowhere"/],
  [['save', 'last', '../x'], 2, /cannot save a workflow as "\.\.\/x": it holds a slash/],
  [['save', 'last', 'x', '--project', '--user'], 2, /cannot be used with/],
  [['check', 'nowhere.js'], 3, /cannot read script nowhere\.js/],
];

describe('bad input gets one clear line and the right exit code', () => {
  it.each(CASES)('longhaul %j exits %d', async (args, exitCode, says) => {
    const end = await longhaul(args, { home });
    const [first = ''] = end.stderr.split('\n');
    expect(first).toMatch(/^longhaul: /);
    expect(first).toMatch(says);
    expect(end.stderr).not.toContain('    at ');
    expect(end.stdout).toBe('');
    expect(end.exitCode).toBe(exitCode);
  });

  it.each([
    [['rnu', 'good.js'], 'run'],
    [['run', 'good.js', '--detahc'], '--detach'],
  ])('%j: a typo is answered with what was probably meant', async (args, meant) => {
    const { exitCode, stderr } = await longhaul(args, { home });
    expect(stderr).toContain(`(Did you mean ${meant}?)`);
    expect(exitCode).toBe(2);
  });

  it('a server that cannot be reached is named', async () => {
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    const { exitCode, stderr } = await longhaul(['run', 'good.js'], { home, env });
    expect(stderr).toMatch(/^longhaul: cannot reach Temporal at 127\.0\.0\.1:1/);
    expect(exitCode).toBe(5);
  });

  it('workflows that settings switch off do not start, and the file that does so is named', async () => {
    const settings = await tempFolder();
    await writeFile(join(settings, 'settings.json'), '{"disableWorkflows": true}');
    const end = await longhaul(['run', 'good.js', '--offline'], { home, env: { CLAUDE_CONFIG_DIR: settings } });
    expect(end.stderr).toContain(`longhaul: workflows are switched off by \`disableWorkflows\` in ${settings}`);
    expect(end.exitCode).toBe(4);
  });

  it('nothing was started and nothing written for any of it', async () => {
    await longhaul(['run', 'good.js'], { home });
    expect((await readdir(home)).toSorted()).toEqual(Object.keys(FILES).toSorted());
  });
});

describe('refused scripts under --json', () => {
  it.each(['--json', '-ojsonl'])('%s prints the one document, with the place', async (form) => {
    const { exitCode, stdout } = await longhaul(['run', 'clock.js', form], { home });
    expect(JSON.parse(stdout)).toMatchObject({
      run: null,
      status: 'rejected',
      error: { code: 'SCRIPT_NOT_DETERMINISTIC', line: 3, column: 8, message: expect.stringContaining('Date.now') },
      failures: [],
      worktrees: [],
      totals: { agents: 0, tokens: 0 },
    });
    expect(exitCode).toBe(2);
  });
});

describe('longhaul check', () => {
  it.each([
    ['good.js', 0],
    ['warns.js', 0],
    ['clock.js', 2],
  ])('%s exits %d', async (file, exitCode) => {
    expect((await longhaul(['check', file], { home })).exitCode).toBe(exitCode);
  });

  it('says where, what and what to do', async () => {
    const { stdout, stderr } = await longhaul(['check', 'clock.js'], { home });
    expect(stdout).toMatch(/^clock\.js:3:8: error: .*Date\.now.*\n {2}Pass times/);
    expect(stderr).toBe('clock.js: 1 error, 0 warnings');
  });

  it('prints problems as JSON', async () => {
    const { stdout } = await longhaul(['check', 'warns.js', '--json'], { home });
    const problem = { severity: 'warning', code: 'CALL_NOT_AWAITED', line: 2, column: 1 };
    expect(JSON.parse(stdout)).toMatchObject({ file: 'warns.js', ok: true, problems: [problem] });
  });
});

describe('help and version', () => {
  it('help begins with examples', async () => {
    const { exitCode, stdout } = await longhaul(['run', '--help'], { home });
    expect(stdout).toMatch(/^Examples:\n {2}longhaul run /);
    expect(exitCode).toBe(0);
  });

  it('version is the version', async () => {
    const { exitCode, stdout } = await longhaul(['--version'], { home });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+$/);
    expect(exitCode).toBe(0);
  });
});
