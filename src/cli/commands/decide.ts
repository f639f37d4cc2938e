import { hostname, userInfo } from 'node:os';
import { openClient } from '../../client/open-client.js';
import { ExitCode } from '../../config/exit-code.js';
import { askLine, findAsks } from '../asks.js';
import type { ConnectionOptions } from '../options.js';
import { noticesOn, say, type Terminal } from '../terminal.js';

export type DecideOptions = ConnectionOptions & { readonly message?: string };

/** `longhaul approve` and `deny`: decides what one agent of a run asks for. */
export async function decide(
  verdict: 'approve' | 'deny',
  named: string,
  agent: string | null,
  options: DecideOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { env, home } = terminal;
  const { message } = options;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const handle = await client.find(named);
    const by = `${userInfo().username}@${hostname()}`;
    for (const row of await findAsks(handle, agent)) {
      const target = { by, call: row.call, ask: row.ask.id };
      if (verdict === 'approve') await handle.approve(target);
      else await handle.deny({ ...target, ...(message !== undefined && { message }) });
      await say(terminal, `${verdict === 'approve' ? 'approved' : 'denied'}: ${askLine(row)}`);
    }
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}
