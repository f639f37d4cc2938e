import type { ExitCode } from '../../config/exit-code.js';
import { exitCodeOf } from '../output/ending.js';
import { followOptions } from '../options/follow-options.js';
import { followRun } from '../follow-run.js';
import type { AttachOptions } from '../options/options.js';
import { printResult } from '../output/print-result.js';
import type { Terminal } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

/** `longhaul attach`: follows a run that goes on; of one that has ended prints the result. */
export function attach(named: string, options: AttachOptions, terminal: Terminal): Promise<ExitCode> {
  const follow = followOptions(options);
  return withClient(options, terminal, async (client) => {
    const handle = await client.find(named);
    if (await handle.isOpen()) return followRun(handle, follow, terminal);
    const result = await handle.result();
    await printResult(result, follow.form, follow.progress, terminal);
    return exitCodeOf(result, follow.failures);
  });
}
