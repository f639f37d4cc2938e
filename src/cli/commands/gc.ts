import { collectGarbage } from '../../client/collect-garbage.js';
import { ExitCode } from '../../config/exit-code.js';
import { counted } from '../output/amounts.js';
import type { ConnectionOptions, JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { type Terminal, write } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

export interface GcOptions extends ConnectionOptions, JsonOption {
  readonly dryRun?: boolean;
}

/** `longhaul gc`: removes stored values that no run needs. */
export function gc(options: GcOptions, terminal: Terminal): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const swept = await collectGarbage(client, options.dryRun ? 'look' : 'remove', Date.now());
    if (options.json) await printDocument('gc', swept, 'json', terminal);
    else {
      const what = `${counted(swept.blobs, 'stored value')}, ${(swept.bytes / 1_000_000).toFixed(1)} MB`;
      await write(terminal.stdout, options.dryRun ? `${what} would be removed\n` : `${what} removed\n`);
    }
    return ExitCode.Ok;
  });
}
