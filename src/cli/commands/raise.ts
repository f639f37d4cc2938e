import { hostname, userInfo } from 'node:os';
import { openClient } from '../../client/open-client.js';
import { LonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import { type CapOptions, spendingCaps } from '../options/caps.js';
import type { ConnectionOptions } from '../options/options.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { noticesOn, say, type Terminal } from '../terminal/terminal.js';

export type RaiseOptions = ConnectionOptions & CapOptions & { readonly maxAgents?: number };

/** `longhaul raise`: sets caps of a run higher; one that is paused at them goes on. */
export async function raise(named: string, options: RaiseOptions, terminal: Terminal): Promise<ExitCode> {
  const { maxAgents } = options;
  const caps = { ...spendingCaps(options), ...(maxAgents !== undefined && { maxAgents }) };
  if (Object.keys(caps).length === 0) throw new LonghaulError('NOTHING_TO_RAISE', {});
  const { env, home } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const handle = await client.find(named);
    await handle.raise({ by: `${userInfo().username}@${hostname()}`, ...caps });
    const { pausedFor } = await handle.overview();
    const still = pausedFor === null ? '' : `, and it stays paused: ${terminalLine(pausedFor)}`;
    await say(terminal, `${handle.run} may take more${still}`);
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}
