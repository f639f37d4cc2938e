import { readFileSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { longhaulPaths, type Paths } from '../../../src/config/paths.js';
import { ensureDaemon } from '../../../src/server/daemon/ensure.js';
import { type DaemonInfo, daemonFiles } from '../../../src/server/daemon/record.js';
import { restartWorker } from '../../../src/server/daemon/restart-worker.js';
import { daemonStatus } from '../../../src/server/daemon/status.js';
import { stopDaemon } from '../../../src/server/daemon/stop.js';
import { databaseFile } from '../../../src/server/database.js';
import { isServing } from '../../../src/server/health.js';
import { isAlive, type ProcessIdentity, self } from '../../../src/server/process/identity.js';
import { startChild } from '../../support/child.js';
import { temporalBinary } from '../../support/temporal-binary.js';
import { tempFolder } from '../../support/temp-folder.js';

let home: string;
let paths: Paths;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  home = await tempFolder();
  paths = longhaulPaths({ LONGHAUL_HOME: home }, home);
  env = {
    PATH: process.env.PATH,
    HOME: home,
    LONGHAUL_TEMPORAL_BIN: (await temporalBinary()).path,
    LONGHAUL_WORKER_MAIN: fileURLToPath(new URL('../programs/stand-in-worker.mjs', import.meta.url)),
    ANTHROPIC_API_KEY: 'the-secret',
  };
});

afterEach(async () => {
  await stopDaemon(paths);
});

describe('the daemon', () => {
  it('is one, however many ask for it at once', async () => {
    const children = Array.from({ length: 5 }, () =>
      startChild('server/programs/ensure-daemon.ts', [home, JSON.stringify(env)]),
    );
    const infos = await Promise.all(children.map(async (child) => JSON.parse(await child.output) as DaemonInfo));
    expect(new Set(infos.map((info) => info.supervisor.pid)).size).toBe(1);
    expect(processesOf(infos[0]).every(isAlive)).toBe(true);
  });

  it('outlives who started it, says who it is, and gives its worker what it needs', async () => {
    const child = startChild('server/programs/ensure-daemon.ts', [home, JSON.stringify(env)]);
    const info = JSON.parse(await child.output) as DaemonInfo;
    expect(info).toMatchObject({
      namespace: 'longhaul',
      workerBuild: 'stand-in',
      provider: { key: true, cloud: null, baseUrl: null },
      storage: join(paths.data, 'storage'),
    });
    await expect(isServing(info.address, 1_000)).resolves.toBe(true);
    expect(await given(info)).toMatchObject({ LONGHAUL_ADDRESS: info.address, LONGHAUL_NAMESPACE: 'longhaul' });
    expect(await daemonStatus(paths)).toEqual({ at: 'running', info, down: [] });
  });

  it('writes no secret and lets nobody else read or ask', async () => {
    const info = await ensure();
    const record = await readFile(daemonFiles(paths).record, 'utf8');
    expect(record).not.toContain('the-secret');
    expect(readFileSync(`/proc/${info.supervisor.pid}/cmdline`, 'utf8')).not.toContain('the-secret');
    expect((await stat(info.control)).mode & 0o077).toBe(0);
    expect((await stat(daemonFiles(paths).record)).mode & 0o077).toBe(0);
  });

  it('leaves no process when it is stopped, and starts again', async () => {
    const info = await ensure();
    await expect(stopDaemon(paths)).resolves.toBe(true);
    expect(processesOf(info).some(isAlive)).toBe(false);
    expect(await daemonStatus(paths)).toEqual({ at: 'stopped' });
    await expect(stopDaemon(paths)).resolves.toBe(false);
    expect((await ensure()).address).toBe(info.address);
  });

  it.each(['server', 'worker'] as const)('starts a %s again that was killed', async (name) => {
    const info = await ensure();
    const killed = info[name];
    process.kill(killed?.pid ?? 0, 'SIGKILL');
    const after = await until(async () => {
      const status = await daemonStatus(paths);
      if (status.at !== 'running' || status.down.length > 0) return undefined;
      return status.info[name]?.pid === killed?.pid ? undefined : status.info;
    });
    expect(after.supervisor).toEqual(info.supervisor);
    await until(async () => (await isServing(after.address, 1_000)) || undefined);
  });

  it('takes the worker along when its server comes back at another address (D3)', async () => {
    const info = await ensure();
    // Stopped, so that it cannot start the server again before its port is taken.
    process.kill(info.supervisor.pid, 'SIGSTOP');
    process.kill(info.server?.pid ?? 0, 'SIGKILL');
    const squatter = await until(() => listen(Number(info.address.split(':')[1])));
    process.kill(info.supervisor.pid, 'SIGCONT');
    const moved = await until(async () => {
      const status = await daemonStatus(paths);
      return status.at === 'running' && status.info.address !== info.address ? status.info.address : undefined;
    });
    squatter.close();
    await until(
      async () => ((await given(info)) as { LONGHAUL_ADDRESS: string }).LONGHAUL_ADDRESS === moved || undefined,
    );
  });

  it('takes the place of one that was killed, whose children it ends (D4)', async () => {
    const killed = await ensure();
    process.kill(killed.supervisor.pid, 'SIGKILL');
    await until(async () => !isAlive(killed.supervisor) || undefined);
    const leftovers = expect.arrayContaining([killed.worker, killed.server]);
    expect(await daemonStatus(paths)).toEqual({ at: 'crashed', leftovers });

    const info = await ensure();
    expect(info.supervisor).not.toEqual(killed.supervisor);
    expect(processesOf(killed).some(isAlive)).toBe(false);
    expect(processesOf(info).every(isAlive)).toBe(true);
  });

  it('does not take a record of before a reboot for a running one, nor its pids for its own', async () => {
    const { record } = daemonFiles(paths);
    await mkdir(dirname(record), { recursive: true });
    const stale: ProcessIdentity = { pid: process.pid, started: 'before the reboot' };
    await writeFile(record, JSON.stringify({ at: 'ready', supervisor: stale, server: stale, worker: stale }));
    expect(await daemonStatus(paths)).toEqual({ at: 'stopped' });
    await ensure();
    expect(isAlive(self())).toBe(true);
  });
});

describe('a restart of the worker', () => {
  it('gives it the provider settings of the caller and takes away the old ones', async () => {
    const info = await ensure();
    await restartWorker(info, { ANTHROPIC_BASE_URL: 'http://user:pass@127.0.0.1:1/', OTHER: 'not taken' });
    const status = await daemonStatus(paths);
    expect(status).toMatchObject({
      at: 'running',
      info: { supervisor: info.supervisor, provider: { key: false, cloud: null, baseUrl: 'http://127.0.0.1:1/' } },
    });
    expect(info.worker && isAlive(info.worker)).toBe(false);
    expect(await given(info)).toEqual({
      LONGHAUL_ADDRESS: info.address,
      LONGHAUL_NAMESPACE: 'longhaul',
      ANTHROPIC_BASE_URL: 'http://user:pass@127.0.0.1:1/',
    });
  });

  it('is refused with a hint when there is no daemon any more', async () => {
    const info = await ensure();
    await stopDaemon(paths);
    await expect(restartWorker(info, {})).rejects.toMatchObject({ code: 'DAEMON_REFUSED' });
  });
});

describe('a daemon that cannot start', () => {
  it('says why and leaves nothing running', async () => {
    const workerMain = join(home, 'broken.mjs');
    await writeFile(workerMain, 'process.stderr.write("no such thing as a worker\\n"); process.exit(3);');
    await expect(ensure({ LONGHAUL_WORKER_MAIN: workerMain })).rejects.toMatchObject({
      code: 'DAEMON_START_FAILED',
      fields: { reason: 'the worker ended before it was ready: no such thing as a worker' },
    });
    await until(async () => (await daemonStatus(paths)).at === 'stopped' || undefined);
  });

  it('refuses a database of a newer server before it starts anything', async () => {
    const database = databaseFile(paths);
    await mkdir(dirname(database), { recursive: true });
    await writeFile(database, '');
    await writeFile(`${database}.json`, JSON.stringify({ writtenBy: '99.0.0' }));
    await expect(ensure()).rejects.toMatchObject({ code: 'SERVER_DATABASE_NEWER' });
    expect(await daemonStatus(paths)).toEqual({ at: 'stopped' });
  });
});

function ensure(more: NodeJS.ProcessEnv = {}): Promise<DaemonInfo> {
  return ensureDaemon({ env: { ...env, ...more }, paths, notice: () => undefined });
}

function processesOf(info: DaemonInfo | undefined): ProcessIdentity[] {
  return [info?.supervisor, info?.server, info?.worker].flatMap((who) => who ?? []);
}

async function given(info: DaemonInfo): Promise<unknown> {
  return JSON.parse(await readFile(join(info.storage, 'given.json'), 'utf8'));
}

/** A server at the port of 127.0.0.1; undefined while somebody else has it. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    await sleep(20);
  }
}
