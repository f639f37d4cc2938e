import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { endProcess, identify, isAlive, self } from '../../../src/server/process/identity.js';

describe('the identity of a process', () => {
  it('is alive as long as the process is', async () => {
    const child = spawn('sleep', ['60']);
    const who = identify(child.pid ?? 0);
    if (!who) throw new Error('the child is not there');
    expect(isAlive(who)).toBe(true);
    const ended = once(child, 'exit');
    await endProcess(who, 5_000);
    expect(isAlive(who)).toBe(false);
    expect(await ended).toEqual([null, 'SIGTERM']);
  });

  it('takes SIGKILL for who does not heed SIGTERM', async () => {
    const child = spawn('sh', ['-c', 'trap "" TERM; echo deaf; while :; do sleep 1; done']);
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    const who = identify(child.pid ?? 0);
    if (!who) throw new Error('the child is not there');
    await endProcess(who, 50);
    expect(await ended).toEqual([null, 'SIGKILL']);
  });

  it('is not that of a later process with the same number, which is never signalled', async () => {
    await endProcess({ pid: process.pid, started: 'long ago' }, 0);
    expect(isAlive(self())).toBe(true);
  });
});
