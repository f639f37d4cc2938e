import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readRecord } from '../../src/server/database.js';
import { isServing } from '../../src/server/health.js';
import { runCommand } from '../../src/server/process/command.js';
import { readSettings } from '../../src/server/settings.js';
import { type RunningServer, type ServerOptions, startServer } from '../../src/server/start.js';
import { fakeTemporal, writeExecutable } from '../support/fake-temporal.js';
import { temporalBinary } from '../support/temporal-binary.js';
import { tempFolder } from '../support/temp-folder.js';

let options: ServerOptions;
let running: RunningServer[] = [];

beforeEach(async () => {
  const folder = await tempFolder();
  options = { binary: await temporalBinary(), database: join(folder, 'db.sqlite'), log: join(folder, 'log') };
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

describe('a local server', () => {
  it('serves, keeps closed runs for ten years, and knows our search attributes (S3)', async () => {
    const server = await start();
    await expect(isServing(server.address, 1_000)).resolves.toBe(true);
    await expect(describeNamespace(server)).resolves.toMatchObject({
      config: { workflowExecutionRetentionTtl: `${3650 * 86_400}s` },
    });
    const names = Object.values((await describeNamespace(server)).config.customSearchAttributeAliases);
    expect(names.sort()).toEqual(['LonghaulAsks', 'LonghaulCost', 'LonghaulName', 'LonghaulPhase', 'LonghaulStatus']);
  });

  it('comes back at the same ports with the same settings', async () => {
    const first = await start();
    await first.stop();
    await expect(isServing(first.address, 1_000)).resolves.toBe(false);
    const second = await start();
    expect([second.address, second.uiUrl]).toEqual([first.address, first.uiUrl]);
    await expect(describeNamespace(second)).resolves.toMatchObject({
      config: { workflowExecutionRetentionTtl: `${3650 * 86_400}s` },
    });
  });

  it('takes another port when somebody else has its own', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(Number(first.address.split(':')[1]), '127.0.0.1');
    const second = await start();
    squatter.close();
    expect(second.address).not.toBe(first.address);
  });

  it('gets search attributes its database lacks, as after an upgrade', async () => {
    const first = await start();
    await first.stop();
    await writeFile(`${options.database}.json`, JSON.stringify({ ...readRecord(options.database), prepared: 'older' }));
    const second = await start();
    const aliases = (await describeNamespace(second)).config.customSearchAttributeAliases;
    expect(Object.keys(aliases)).toHaveLength(readSettings().searchAttributes.length);
  });
});

describe('a database', () => {
  it('that a newer server has written is refused before anything is started (S2)', async () => {
    await writeFile(options.database, 'not to be touched');
    await writeFile(`${options.database}.json`, JSON.stringify({ writtenBy: '99.0.0' }));
    await expect(start()).rejects.toMatchObject({
      code: 'SERVER_DATABASE_NEWER',
      fields: { writtenBy: '99.0.0', offered: options.binary.versions.server },
    });
    expect(existsSync(options.log)).toBe(false);
  });

  it('keeps the version of the newest server that opened it, not that of the one before', async () => {
    await start();
    expect(readRecord(options.database).writtenBy).toBe(options.binary.versions.server);
  });
});

describe('a server that ends at once', () => {
  it('is an error with the last line of its log (S4)', async () => {
    const path = join(await tempFolder(), 'temporal');
    await writeExecutable(path, `${fakeTemporal('1.9.1', '1.32.0')}echo "disk is full" >&2\nexit 7\n`);
    await expect(startServer({ ...options, binary: { ...options.binary, path } })).rejects.toMatchObject({
      code: 'SERVER_START_FAILED',
      fields: { reason: 'it ended with code 7: disk is full', log: options.log },
    });
  });
});

async function start(): Promise<RunningServer> {
  const server = await startServer(options);
  running.push(server);
  return server;
}

interface Description {
  readonly config: {
    readonly workflowExecutionRetentionTtl: string;
    readonly customSearchAttributeAliases: Readonly<Record<string, string>>;
  };
}

async function describeNamespace({ address, namespace }: RunningServer): Promise<Description> {
  const flags = ['--address', address, '--namespace', namespace, '--output', 'json'];
  const end = await runCommand(options.binary.path, ['operator', 'namespace', 'describe', ...flags], {
    timeoutMs: 10_000,
  });
  if (end.kind === 'failed') throw new Error(end.why);
  return JSON.parse(end.stdout) as Description;
}
