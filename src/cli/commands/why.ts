import { ExitCode } from '../../config/exit-code.js';
import { look } from '../look.js';
import type { LookOptions } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { type Terminal, write } from '../terminal/terminal.js';
import { whyLine, whyOf } from '../why.js';
import { withClient } from '../with-client.js';

/** `longhaul why`: what a run waits for, in one sentence, with the command that lets it go on. */
export function why(named: string, options: LookOptions, terminal: Terminal): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const reason = whyOf(await look(named, client), Date.now());
    if (options.json) await printDocument('why', reason, 'json', terminal);
    else await write(terminal.stdout, `${whyLine(reason)}\n`);
    return ExitCode.Ok;
  });
}
