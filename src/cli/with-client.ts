import type { LonghaulClient } from '../client/longhaul-client.js';
import { openClient } from '../client/open-client.js';
import type { ConnectionOptions } from './options/options.js';
import { noticesOn, type Terminal } from './terminal/terminal.js';

/** Does something with the runs of the server that the options name, and lets go of it. */
export async function withClient<T>(
  connect: ConnectionOptions,
  terminal: Terminal,
  work: (client: LonghaulClient) => Promise<T>,
): Promise<T> {
  const { env, home } = terminal;
  const client = await openClient({ connect, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
