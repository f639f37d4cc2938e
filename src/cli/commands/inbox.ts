import { openClient } from '../../client/open-client.js';
import { ExitCode } from '../../config/exit-code.js';
import { askLine } from '../asks.js';
import type { ConnectionOptions, JsonOption } from '../options.js';
import { noticesOn, say, type Terminal, write } from '../terminal.js';

/** `longhaul inbox`: the tool calls of a run that wait for a person. */
export async function inbox(
  named: string,
  options: ConnectionOptions & JsonOption,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, home } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const handle = await client.find(named);
    const asks = await handle.asks();
    if (options.json) await write(terminal.stdout, `${JSON.stringify({ run: handle.run, asks }, null, 2)}\n`);
    else if (asks.length === 0) await say(terminal, `${handle.run}: nothing waits for you`);
    else await write(terminal.stdout, asks.map((ask) => `${askLine(ask)}\n`).join(''));
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}
