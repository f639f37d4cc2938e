import { hostname, userInfo } from 'node:os';
import { openClient } from '../../client/open-client.js';
import type { RunHandle } from '../../client/run-handle.js';
import { ExitCode } from '../../config/exit-code.js';
import type { ConnectionOptions } from '../options.js';
import { noticesOn, say, type Terminal } from '../terminal.js';

export type Control = 'pause' | 'resume' | 'stop';

/** `longhaul pause`, `resume` and `stop`: asks the run, in the name of whoever sits here. */
export async function control(
  what: Control,
  named: string,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, home } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const handle = await client.find(named);
    await ask[what](handle, { by: `${userInfo().username}@${hostname()}` });
    await say(terminal, `${handle.run} ${DONE[what]}`);
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}

const ask: Readonly<Record<Control, (handle: RunHandle, asked: { readonly by: string }) => Promise<void>>> = {
  pause: (handle, asked) => handle.pause(asked),
  resume: (handle, asked) => handle.resume(asked),
  stop: (handle, asked) => handle.stop(asked),
};

const DONE: Readonly<Record<Control, string>> = {
  pause: 'is paused: no new agent starts, and those at work stop at their next turn without losing anything',
  resume: 'goes on',
  stop: 'is stopped',
};
