import { collectGarbage } from '../../client/collect-garbage.js';
import { openClient } from '../../client/open-client.js';
import { ExitCode } from '../../config/exit-code.js';
import { counted } from '../output/amounts.js';
import type { ConnectionOptions, JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { noticesOn, type Terminal, write } from '../terminal/terminal.js';

export interface GcOptions extends ConnectionOptions, JsonOption {
  readonly dryRun?: boolean;
}

/** `longhaul gc`: removes stored values that no run needs. */
export async function gc(options: GcOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, home } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const swept = await collectGarbage(client, options.dryRun ? 'look' : 'remove', Date.now());
    if (options.json) await printDocument('gc', swept, 'json', terminal);
    else {
      const what = `${counted(swept.blobs, 'stored value')}, ${(swept.bytes / 1_000_000).toFixed(1)} MB`;
      await write(terminal.stdout, options.dryRun ? `${what} would be removed\n` : `${what} removed\n`);
    }
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}
