import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { identify } from '../../../src/server/process/identity.js';
import { startChild } from '../../support/child.js';
import { tempFolder } from '../../support/temp-folder.js';
import { until } from '../../support/until.js';
import { hostile, lease, pool } from './servers.js';

const pidOf = async (leased: Awaited<ReturnType<typeof lease>>) => Number((await leased.call('fine')).text);
const isGone = (pid: number) => identify(pid) === undefined;

// Each test starts programs, on a machine that may be busy.
jest.setTimeout(120_000);

describe('the MCP servers of a worker', () => {
  it('are shared by legs with the same configuration, and by no others', async () => {
    const shared = pool();
    const [a, b, c] = await Promise.all([
      lease(shared, hostile('')),
      lease(shared, hostile('')),
      lease(shared, hostile('', '')),
    ]);
    const pids = await Promise.all([a, b, c].map(pidOf));
    expect(pids[0]).toBe(pids[1]);
    expect(pids[2]).not.toBe(pids[0]);
  });

  it('outlive a leg by a while, then end', async () => {
    const shared = pool({ keepMs: 3_000 });
    const first = await lease(shared, hostile(''));
    const pid = await pidOf(first);
    first.release();
    first.release();
    const second = await lease(shared, hostile(''));
    expect(await pidOf(second)).toBe(pid);
    second.release();
    await until('the server has ended', () => isGone(pid));
    expect(await pidOf(await lease(shared, hostile('')))).not.toBe(pid);
  });

  it('end with it, also those that do not want to', async () => {
    const shared = pool();
    const pids = await Promise.all(
      [hostile(''), hostile('stays')].map(async (server) => pidOf(await lease(shared, server))),
    );
    await shared.close();
    await until('the servers have ended', () => pids.every(isGone));
  });

  it('end when it is killed, also those that do not want to', async () => {
    const file = join(await tempFolder(), 'pid');
    const owner = startChild('agent/mcp/programs/owner.ts', ['stays', file]);
    await new Promise((resolve) => owner.process.stdout?.once('data', resolve));
    const pid = Number(await readFile(file, 'utf8'));
    expect(isGone(pid)).toBe(false);
    owner.process.kill('SIGKILL');
    await until('the server has ended', () => isGone(pid));
  });

  it('do not hold up the end of a leg while they start', async () => {
    const signal = AbortSignal.abort(new Error('the leg is over'));
    const request = { workspace: '/', servers: [hostile('')], signal };
    await expect(pool().lease(request)).rejects.toThrow('the leg is over');
  });
});
