import { beforeAll, describe, expect, it } from '@jest/globals';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endsOf, expectRefusal } from '../support/refusals.js';
import { type CommandEnd, longhaul } from '../support/longhaul.js';
import { tempFolder } from '../support/temp-folder.js';
import { WRONG_COMMANDS } from './wrong-commands.js';

const WITHIN_MS = 120_000;

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

/** How they all ended: several at once, since each takes a while to start. */
let ends: readonly CommandEnd[] = [];
/** Tries for seconds: beside all others. */
let unreachable: Promise<CommandEnd>;
beforeAll(async () => {
  unreachable = longhaul(['run', 'good.js'], { home, env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });
  ends = await endsOf(
    WRONG_COMMANDS.map(([args]) => args),
    (args) => longhaul(args, { home }),
  );
}, WITHIN_MS);

describe('bad input gets one clear line and the right exit code', () => {
  it.each(WRONG_COMMANDS.map(([args, ...expected], index) => [args, index, ...expected] as const))(
    'longhaul %j',
    (_args, index, exitCode, says) => {
      expectRefusal(ends[index], exitCode, says);
    },
  );

  it.each([
    [['rnu', 'good.js'], 'run'],
    [['run', 'good.js', '--detahc'], '--detach'],
  ])('%j: a typo is answered with what was probably meant', async (args, meant) => {
    const { exitCode, stderr } = await longhaul(args, { home });
    expect(stderr).toContain(`(Did you mean ${meant}?)`);
    expect(exitCode).toBe(2);
  });

  it('a server that cannot be reached is named', async () => {
    const { exitCode, stderr } = await unreachable;
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
