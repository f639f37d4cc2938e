import { hostname, userInfo } from 'node:os';
import { openClient } from '../../client/open-client.js';
import type { RunHandle } from '../../client/run-handle.js';
import { ExitCode } from '../../config/exit-code.js';
import type { ControlOptions } from '../options/options.js';
import { noticesOn, say, type Terminal } from '../terminal/terminal.js';

export type Control = 'pause' | 'resume' | 'stop';

/** `longhaul pause`, `resume` and `stop`: asks the run, in the name of whoever sits here. */
export async function control(
  what: Control,
  named: string,
  options: ControlOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, home } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const handle = await client.find(named);
    const by = `${userInfo().username}@${hostname()}`;
    await say(terminal, `${handle.run} ${await obtain(what, handle, by, options)}`);
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}

/** Asks for it, and says what the run is then. */
async function obtain(
  what: Control,
  handle: RunHandle,
  by: string,
  { drain = false }: ControlOptions,
): Promise<string> {
  switch (what) {
    case 'pause':
      await handle.pause({ by, ...(drain && { drain }) });
      return drain
        ? 'is paused: no new agent starts, and those at work go on to their end'
        : 'is paused: no new agent starts, and those at work stop at their next turn without losing anything';
    case 'resume':
      await handle.resume({ by });
      return 'goes on';
    case 'stop':
      await handle.stop({ by });
      return 'is stopped';
  }
}
