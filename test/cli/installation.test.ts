import { beforeEach, describe, expect, it } from '@jest/globals';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fakeTemporal, writeExecutable } from '../support/fake-temporal.js';
import { longhaul } from '../support/longhaul.js';
import { tempFolder } from '../support/temp-folder.js';

let home = '';
beforeEach(async () => {
  home = await tempFolder();
});

const KEY = { ANTHROPIC_API_KEY: 'sk-not-to-be-seen' };

describe('longhaul doctor', () => {
  it('finds nothing to mend where a key and a server are at hand, and starts nothing', async () => {
    const temporal = join(home, 'bin', 'temporal');
    await writeExecutable(temporal, fakeTemporal('1.9.9', '1.33.0'));
    const env = { ...KEY, LONGHAUL_TEMPORAL_BIN: temporal };
    const { exitCode, stdout } = await longhaul(['doctor', '--json'], { home, env });
    const document = JSON.parse(stdout) as { findings: { name: string; status: string }[] };
    expect(document).toMatchObject({ schema: 'longhaul/doctor/v1', ok: true });
    expect(document.findings.filter(({ status }) => status === 'problem')).toEqual([]);
    const names = [
      'node',
      'git',
      'rg',
      'sandbox',
      'temporal',
      'server',
      'worker',
      'runs',
      'provider',
      'storage',
      'disk',
    ];
    expect(document.findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining([...names, 'config', 'workflows']),
    );
    expect(stdout).not.toContain(KEY.ANTHROPIC_API_KEY);
    expect(await readdir(home)).not.toContain('state');
    expect(exitCode).toBe(0);
  });

  it('exits 1 with a problem, and says what mends it', async () => {
    const { exitCode, stdout, stderr } = await longhaul(['doctor'], { home });
    expect(stdout).toMatch(/✘ provider +no key .*\n +→ Set it, then `longhaul up`/);
    expect(stderr).toMatch(/^1 problem, \d+ warnings?$/);
    expect(exitCode).toBe(1);
  });

  it('a cluster that cannot be reached is one problem', async () => {
    const { exitCode, stdout } = await longhaul(['doctor', '--address', '127.0.0.1:1', '--json'], { home });
    const { findings } = JSON.parse(stdout) as { findings: { name: string; status: string; says: string }[] };
    expect(findings.filter(({ status }) => status === 'problem')).toMatchObject([
      { name: 'server', says: expect.stringContaining('127.0.0.1:1') },
    ]);
    expect(exitCode).toBe(1);
  });
});

describe('longhaul version', () => {
  it('tells all that is built on', async () => {
    const { stdout } = await longhaul(['version', '--json'], { home });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'longhaul/version/v1',
      longhaul: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      build: expect.stringMatching(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/),
      node: process.versions.node,
      temporal: { cli: '1.9.1', server: '1.32.0', oldestServer: '1.31.0' },
      engine: expect.stringMatching(/^[0-9a-f]{16,}$/),
      platform: `${process.platform}-${process.arch}`,
    });
  });
});

describe('longhaul config', () => {
  it('shows settings with their origins', async () => {
    const env = { ...KEY, ANTHROPIC_MODEL: 'opus' };
    const { exitCode, stdout } = await longhaul(['config', 'show', '--json'], { home, env });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'longhaul/config/v1',
      settings: expect.arrayContaining([{ key: 'model', value: 'claude-opus-5-5', origin: 'env ANTHROPIC_MODEL' }]),
    });
    expect(stdout).not.toContain(KEY.ANTHROPIC_API_KEY);
    expect(exitCode).toBe(0);
  });

  it('alone prints its help', async () => {
    const { stderr } = await longhaul(['config'], { home });
    expect(stderr).toMatch(/^Usage: longhaul config/);
  });
});

/** No server can be found then, which is soon known. */
const NO_SERVER = { LONGHAUL_TEMPORAL_BIN: '/nowhere/temporal' };

describe('longhaul worker', () => {
  it('says in words that there is no server', async () => {
    const { exitCode, stderr } = await longhaul(['worker'], { home, env: NO_SERVER });
    expect(stderr).toContain('longhaul: no Temporal server could be found');
    expect(stderr).not.toContain('    at ');
    expect(exitCode).toBe(5);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('there is a script for %s', async (shell) => {
    const { exitCode, stdout } = await longhaul(['completion', shell], { home });
    expect(stdout).toContain('longhaul complete');
    expect(exitCode).toBe(0);
  });

  it('no run is offered and nothing started without a daemon', async () => {
    expect(await longhaul(['complete', 'runs'], { home })).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const env = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
    expect(await longhaul(['complete', 'runs'], { home, env })).toMatchObject({ stdout: '', stderr: '' });
    expect(await readdir(home)).toEqual([]);
  });
});

describe('options that every command takes', () => {
  beforeEach(() =>
    writeFile(join(home, 'good.js'), "export const meta = { name: 'x', description: 'y' };\nreturn 1;\n"),
  );
  const RUN = ['run', 'good.js', '--offline', '--yes'];

  it.each([[[...RUN, '-v']], [['--verbose', ...RUN]]])('%j says what was found where', async (args) => {
    const { stderr } = await longhaul(args, { home, env: NO_SERVER });
    expect(stderr).toMatch(/^\[\d+ ms\] model sonnet, by default$/m);
    expect(stderr).toMatch(/^\[\d+ ms\] script good\.js, working in .*, settings not trusted$/m);
  });

  it('without --verbose nothing of it is said', async () => {
    expect((await longhaul(RUN, { home, env: NO_SERVER })).stderr).not.toContain(' ms]');
  });

  it.each([
    ['always', {}, true],
    ['never', { FORCE_COLOR: '1' }, false],
    ['auto', {}, false],
  ])('--color %s with %j', async (when, env, coloured) => {
    await writeFile(join(home, 'bad.js'), 'return 1;');
    const { stdout } = await longhaul(['check', 'bad.js', '--color', when], { home, env });
    expect(stdout).toContain('meta');
    expect(stdout.includes('\u001b[')).toBe(coloured);
    const { stderr } = await longhaul(['check', 'nowhere.js', '--color', when], { home, env });
    expect(stderr).toContain('cannot read script nowhere.js');
    expect(stderr.includes('\u001b[')).toBe(coloured);
  });

  it.each([
    [['list'], true],
    [['-q', 'list'], false],
    [['list', '--quiet', '-q'], false],
  ])('%j says on the way what it does: %s', async (args, said) => {
    const { exitCode, stderr } = await longhaul(args, { home, env: NO_SERVER });
    expect(stderr.includes('starting the local daemon')).toBe(said);
    expect(stderr).toContain('longhaul: no Temporal server could be found');
    expect(exitCode).toBe(5);
  });
});

describe('help', () => {
  it('leads with examples and has commands in groups', async () => {
    const { exitCode, stdout } = await longhaul(['--help'], { home });
    expect(stdout).toMatch(/^Examples:\n/);
    const headings = stdout.match(/^\S.*:$/gm);
    expect(headings).toEqual([
      'Examples:',
      'Options:',
      'Every command:',
      'Runs:',
      'Control:',
      'Scripts:',
      'Storage:',
      'Installation:',
    ]);
    expect(exitCode).toBe(0);
  });
});
