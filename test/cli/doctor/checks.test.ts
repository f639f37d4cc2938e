import { beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StuckRun } from '../../../src/client/stuck-runs.js';
import type { Check, DoctorPlace } from '../../../src/cli/doctor/check.js';
import { gitCheck, nodeVerdict, ripgrepCheck } from '../../../src/cli/doctor/checks/programs.js';
import { providerCheck } from '../../../src/cli/doctor/checks/provider.js';
import { runsCheck } from '../../../src/cli/doctor/checks/runs.js';
import { serverCheck } from '../../../src/cli/doctor/checks/server.js';
import { setupCheck } from '../../../src/cli/doctor/checks/setup.js';
import { diskCheck, diskVerdict, storageCheck } from '../../../src/cli/doctor/checks/storage.js';
import { temporalCheck } from '../../../src/cli/doctor/checks/temporal.js';
import { workerCheck } from '../../../src/cli/doctor/checks/worker.js';
import { workflowsCheck } from '../../../src/cli/doctor/checks/workflows.js';
import type { Finding } from '../../../src/cli/doctor/finding.js';
import { runChecks } from '../../../src/cli/doctor/run-checks.js';
import { LonghaulError } from '../../../src/config/errors.js';
import { noteOpening } from '../../../src/server/database.js';
import { workerBuild, workerIdentity, buildIn } from '../../../src/worker/build.js';
import { CLUSTER, daemonWith, doctorPlace, serverWith } from '../../support/doctor-place.js';
import { fakeTemporal, writeExecutable } from '../../support/fake-temporal.js';
import { tempFolder } from '../../support/temp-folder.js';

let home = '';
beforeEach(async () => {
  home = await tempFolder();
});

function look(check: Check, given: Partial<DoctorPlace> = {}): Promise<readonly Finding[]> {
  return runChecks([check], doctorPlace(home, given), 20_000);
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(home, file)), { recursive: true });
  await writeFile(join(home, file), text);
}

describe('programs', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['22.1.0', 'ok'],
    ['20.18.9', 'problem'],
    ['18.20.4', 'problem'],
  ])('Node %s is %s where 20.19 is needed', (version, status) => {
    expect(nodeVerdict(version, '20.19').status).toBe(status);
  });

  it('ripgrep is the one that came with Longhaul, and runs', async () => {
    expect(await look(ripgrepCheck)).toMatchObject([{ status: 'ok', says: expect.stringMatching(/^ripgrep \d/) }]);
  });

  it('git that is not there is a problem with its fix', async () => {
    expect(await look(gitCheck, { env: { PATH: home } })).toMatchObject([
      { status: 'problem', says: 'git is not installed', fix: expect.stringContaining('Install git') },
    ]);
  });
});

describe('temporal', () => {
  it('says which binary is taken, its versions and where it comes from', async () => {
    await writeExecutable(join(home, 'bin', 'temporal'), fakeTemporal('1.9.9', '1.33.0'));
    const says = `1.9.9 with server 1.33.0, ${join(home, 'bin', 'temporal')} (on PATH)`;
    expect(await look(temporalCheck, { env: { PATH: join(home, 'bin') } })).toMatchObject([{ status: 'ok', says }]);
  });

  it('one that can be fetched is no problem, and is not fetched', async () => {
    expect(await look(temporalCheck, { env: { PATH: home } })).toMatchObject([
      {
        status: 'warning',
        says: expect.stringContaining('none is here yet'),
        fix: expect.stringContaining('longhaul up'),
      },
    ]);
  });

  it('a named one that does not run is a problem', async () => {
    expect(await look(temporalCheck, { env: { LONGHAUL_TEMPORAL_BIN: '/nowhere/temporal' } })).toMatchObject([
      { status: 'problem', says: expect.stringContaining('/nowhere/temporal') },
    ]);
  });

  it('a database that is newer than all that can be had is a problem', async () => {
    const { paths } = doctorPlace(home);
    const database = join(paths.data, 'temporal', 'temporal.sqlite');
    await write('data/temporal/temporal.sqlite', '');
    noteOpening(database, '99.0.0', { grpc: 1, ui: 2, codec: 3 });
    await writeExecutable(join(home, 'bin', 'temporal'), fakeTemporal('1.9.9', '1.33.0'));
    expect(await look(temporalCheck, { env: { PATH: join(home, 'bin') } })).toMatchObject([
      { status: 'problem', says: expect.stringContaining('99.0.0') },
    ]);
  });

  it('is not needed where a cluster is used', async () => {
    expect(await look(temporalCheck, { where: async () => CLUSTER })).toMatchObject([{ status: 'skipped' }]);
  });
});

describe('server', () => {
  it.each([
    [{ at: 'stopped' }, 'ok', 'commands that need it start it'],
    [{ at: 'starting', supervisor: { pid: 1, started: 's' } }, 'warning', 'is starting'],
    [{ at: 'crashed', leftovers: [] }, 'problem', 'was killed'],
  ] as const)('a daemon that is %j is %s', async (status, verdict, says) => {
    const found = await look(serverCheck, { where: async () => ({ kind: 'daemon', status }) });
    expect(found).toMatchObject([{ status: verdict, says: expect.stringContaining(says) }]);
  });

  it("a daemon's server that does not answer is mended by starting the daemon anew", async () => {
    const server = async () =>
      Promise.reject(new LonghaulError('SERVER_UNREACHABLE', { address: 'a:1', reason: 'late' }));
    expect(await look(serverCheck, { where: async () => daemonWith({}), server })).toMatchObject([
      { status: 'problem', says: 'cannot reach Temporal at a:1: late', fix: expect.stringContaining('longhaul down') },
    ]);
  });

  it('names a cluster', async () => {
    const given = { where: async () => CLUSTER, server: async () => serverWith({}) };
    const says = 'Temporal 1.32.0 at temporal:7233, namespace agents';
    expect(await look(serverCheck, given)).toMatchObject([{ status: 'ok', says }]);
  });
});

describe('worker', () => {
  const seen = (build: string | null) => [{ identity: 'x', build }];

  it('is looked for only where a server answers', async () => {
    const refuse = async () => Promise.reject(new Error('down'));
    expect(await look(workerCheck)).toMatchObject([{ status: 'skipped' }]);
    expect(await look(workerCheck, { where: async () => CLUSTER, server: refuse })).toMatchObject([
      { status: 'skipped' },
    ]);
  });

  it('a cluster that nobody serves is a problem, and the fix is the command for it', async () => {
    const given = { where: async () => CLUSTER, server: async () => serverWith({}), flags: { address: 'a b:1' } };
    expect(await look(workerCheck, given)).toMatchObject([
      { status: 'problem', fix: expect.stringContaining("`longhaul worker --address 'a b:1'`") },
    ]);
  });

  it.each([
    ['this build', 'ok'],
    ['0.0.1+0', 'warning'],
    [null, 'warning'],
  ])('a worker of %j in a cluster is %s', async (build, status) => {
    const workers = async () => seen(build === 'this build' ? await workerBuild() : build);
    const given = { where: async () => CLUSTER, server: async () => serverWith({ workers }) };
    expect(await look(workerCheck, given)).toMatchObject([{ status }]);
  });

  it.each([
    ['is down', ['worker'], [], null, 'problem'],
    ['asks for nothing', [], [], null, 'problem'],
    ['is of another build', [], seen(null), '0.0.1+0', 'warning'],
    ['does not say what it is', [], seen(null), null, 'ok'],
  ] as const)("the daemon's worker that %s", async (_what, down, workers, build, status) => {
    const given = {
      where: async () => daemonWith({ workerBuild: build }, down),
      server: async () => serverWith({ workers: async () => workers }),
    };
    expect(await look(workerCheck, given)).toMatchObject([{ status }]);
  });

  it('tells its build by what it calls itself', async () => {
    const identity = workerIdentity(7, 'host longhaul/x', '0.1.0+abc');
    expect(buildIn(identity)).toBe('0.1.0+abc');
    expect(buildIn('7@host')).toBeNull();
  });
});

describe('runs', () => {
  it.each<readonly [StuckRun, RegExp, RegExp]>([
    [
      { run: 'lh-a', why: 'unserved', forMs: 90_000, failure: null },
      /^lh-a has waited for a worker for 1m 30s$/,
      /worker/,
    ],
    [
      { run: 'lh-b', why: 'failing', forMs: 300_000, failure: '9 attempts failed: odd' },
      /^lh-b has failed to go on for 5m 00s: 9 attempts failed: odd$/,
      /terminate --workflow-id lh-b/,
    ],
  ])('%j is told with how long it has been so', async (stuck, says, fix) => {
    const [finding] = await look(runsCheck, { server: async () => serverWith({ stuckRuns: async () => [stuck] }) });
    expect(finding).toMatchObject({ status: 'problem' });
    expect(finding?.says).toMatch(says);
    expect(finding?.fix).toMatch(fix);
  });

  it('none is stuck', async () => {
    expect(await look(runsCheck, { server: async () => serverWith({}) })).toMatchObject([{ status: 'ok' }]);
  });
});

describe('provider', () => {
  it('names variables and never what they hold', async () => {
    const env = { ANTHROPIC_API_KEY: 'sk-very-secret', ANTHROPIC_BASE_URL: 'http://me:pass@proxy.test/' };
    const found = await look(providerCheck, { env });
    expect(found).toMatchObject([
      { status: 'ok', says: 'http://proxy.test/, by ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL' },
    ]);
    expect(JSON.stringify(found)).not.toMatch(/secret|pass/);
  });

  it.each([
    [{}, 'problem', /no key for the Anthropic API/],
    [{ ANTHROPIC_API_KEY: 'two words' }, 'problem', /white space/],
    [{ CLAUDE_CODE_USE_BEDROCK: '1', CLAUDE_CODE_USE_VERTEX: '1' }, 'problem', /only one of them/],
    [{ LONGHAUL_OFFLINE: '1' }, 'skipped', /scripted model/],
  ])('with %j it is a %s', async (env, status, says) => {
    expect(await look(providerCheck, { env })).toMatchObject([{ status, says: expect.stringMatching(says) }]);
  });

  it("counts the worker's key, and tells when it asks elsewhere", async () => {
    const provider = { key: true, cloud: null, baseUrl: 'http://proxy/' };
    const where = async () => daemonWith({ provider });
    expect(await look(providerCheck, { where })).toMatchObject([{ status: 'ok', says: /the worker asks/ }].map(asText));
    const env = { ANTHROPIC_API_KEY: 'k' };
    expect(await look(providerCheck, { where, env })).toMatchObject([
      { status: 'warning', fix: expect.stringContaining('longhaul up') },
    ]);
  });

  it('is a matter of the workers of a cluster', async () => {
    expect(await look(providerCheck, { where: async () => CLUSTER })).toMatchObject([{ status: 'skipped' }]);
  });
});

function asText({ status, says }: { status: string; says: RegExp }): object {
  return { status, says: expect.stringMatching(says) };
}

describe('storage and disk', () => {
  const KEY = Buffer.alloc(32, 7).toString('base64');

  it('says where and by which key', async () => {
    expect(await look(storageCheck, { env: { LONGHAUL_ENCRYPTION_KEY: `prod:${KEY}` } })).toMatchObject([
      { status: 'ok', says: expect.stringMatching(/storage, encrypted with the key prod.[0-9a-f]{8}$/) },
    ]);
  });

  it.each([
    [{ LONGHAUL_ENCRYPTION_KEY: 'short' }, /not 32 bytes/],
    [{ LONGHAUL_ENCRYPTION_KEY: KEY }, /the daemon with none/],
  ])('%j is a problem', async (env, says) => {
    const found = await look(storageCheck, { env, where: async () => daemonWith({ storage: home }) });
    expect(found).toMatchObject([{ status: 'problem', says: expect.stringMatching(says), fix: expect.any(String) }]);
  });

  it('an S3 address is read as a cluster would', async () => {
    const env = { LONGHAUL_STORAGE: 's3://b/x', AWS_ACCESS_KEY_ID: '' };
    expect(await look(storageCheck, { env, where: async () => CLUSTER })).toMatchObject([{ status: 'problem' }]);
  });

  it('a disk with less than a gigabyte is a warning', async () => {
    expect(diskVerdict(0.99e9, '/data')).toMatchObject({ status: 'warning', says: '1.0 GB free for /data' });
    expect(diskVerdict(1e9, '/data').status).toBe('ok');
    expect(await look(diskCheck)).toMatchObject([{ says: expect.stringContaining('GB free for') }]);
  });
});

describe('config', () => {
  it('tells each file that was passed over, with the reason', async () => {
    await write('.git/HEAD', '');
    await write('.claude/settings.json', '{"permissions": {"allow": ["Bash(ls)"]}}');
    await write('.claude/settings.local.json', '{broken');
    await write('.claude/agents/nameless.md', '---\ndescription: x\n---\nHi');
    await write('.mcp.json', '{"mcpServers": {"db": {"command": "db"}}}');
    await write('CLAUDE.md', 'Be brief.');
    const all = await look(setupCheck);
    const passed = all.filter(({ status }) => status !== 'ok');
    expect(all.filter(({ status }) => status === 'ok').map(({ says }) => says)).toEqual([
      'this folder is not trusted',
      `settings: ${join(home, '.claude', 'settings.json')}`,
      `memory: ${join(home, 'CLAUDE.md')}`,
      expect.stringMatching(/^agent types: /),
    ]);
    const says = passed.map(({ says }) => says).join('\n');
    for (const file of ['settings.json', 'settings.local.json', 'nameless.md', '.mcp.json'])
      expect(says).toContain(file);
    expect(passed.every(({ status }) => status === 'warning')).toBe(true);
    expect(passed.find(({ says }) => says.includes('not trusted'))?.fix).toContain('--trust');
  });

  it("settings of Longhaul's own that are broken are a problem", async () => {
    await write('config/settings.json', '{"prices": 1}');
    expect(await look(setupCheck)).toMatchObject([{ status: 'problem', says: expect.stringContaining('prices') }]);
  });
});

describe('workflows', () => {
  it('those that cannot be run are told with the command that says why', async () => {
    await write('.claude/workflows/good.js', "export const meta = { name: 'good', description: 'x' };\nreturn 1;\n");
    await write('.claude/workflows/bad one.js', 'return 1;\n');
    const [found, bad] = await look(workflowsCheck);
    expect(found?.status).toBe('ok');
    expect(bad).toMatchObject({
      status: 'warning',
      says: expect.stringContaining('meta'),
      fix: `longhaul check '${join(home, '.claude/workflows/bad one.js')}'`,
    });
  });
});
