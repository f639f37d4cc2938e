import type { RunHandle } from '../client/run-handle.js';
import { ExitCode } from '../config/exit-code.js';
import { inWhoseName } from './in-whose-name.js';
import type { ConnectionOptions } from './options/options.js';
import { say, type Terminal } from './terminal/terminal.js';
import { withClient } from './with-client.js';

/** Does something to a run in the name of whoever sits here, and says what was done. */
export function actOnRun(
  named: string,
  options: ConnectionOptions,
  terminal: Terminal,
  act: (handle: RunHandle, by: string) => Promise<string>,
): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    await say(terminal, await act(await client.find(named), inWhoseName()));
    return ExitCode.Ok;
  });
}
