import { openClient } from '../../client/open-client.js';
import type { ExitCode } from '../../config/exit-code.js';
import { exitCodeOf } from '../output/ending.js';
import { followOptions } from '../options/follow-options.js';
import { followRun } from '../follow-run.js';
import type { AttachOptions } from '../options/options.js';
import { printResult } from '../output/print-result.js';
import { noticesOn, type Terminal } from '../terminal/terminal.js';

/** `longhaul attach`: follows a run that goes on; of one that has ended prints the result. */
export async function attach(named: string, options: AttachOptions, terminal: Terminal): Promise<ExitCode> {
  const follow = followOptions(options);
  const { env, home } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    const handle = await client.find(named);
    if (await handle.isOpen()) return await followRun(handle, follow, terminal);
    const result = await handle.result();
    await printResult(result, follow.form, follow.progress, terminal);
    return exitCodeOf(result, follow.failures);
  } finally {
    await client.close();
  }
}
