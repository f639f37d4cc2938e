import { LonghaulError } from '../../config/errors.js';
import type { ExitCode } from '../../config/exit-code.js';
import { actOnRun } from '../act-on-run.js';
import { type CapOptions, spendingCaps } from '../options/caps.js';
import type { ConnectionOptions } from '../options/options.js';
import { terminalLine } from '../terminal/terminal-text.js';
import type { Terminal } from '../terminal/terminal.js';

export type RaiseOptions = ConnectionOptions & CapOptions & { readonly maxAgents?: number };

/** `longhaul raise`: sets caps of a run higher; one that is paused at them goes on. */
export async function raise(named: string, options: RaiseOptions, terminal: Terminal): Promise<ExitCode> {
  const { maxAgents } = options;
  const caps = { ...spendingCaps(options), ...(maxAgents !== undefined && { maxAgents }) };
  if (Object.keys(caps).length === 0) throw new LonghaulError('NOTHING_TO_RAISE', {});
  return actOnRun(named, options, terminal, async (handle, by) => {
    await handle.raise({ by, ...caps });
    const { pausedFor } = await handle.overview();
    const still = pausedFor === null ? '' : `, and it stays paused: ${terminalLine(pausedFor)}`;
    return `${handle.run} may take more${still}`;
  });
}
