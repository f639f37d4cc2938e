import type { RunFilter } from '../../client/list-runs.js';
import type { RunRow } from '../../client/run-row.js';
import { ExitCode } from '../../config/exit-code.js';
import type { ListOptions } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { runTable } from '../output/run-table.js';
import { colorsOf, say, type Terminal, writeLines } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

/** `longhaul list`: the runs that fit, those started last first. */
export function list(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, stdout } = terminal;
  return withClient(options, terminal, async (client) => {
    const now = Date.now();
    const found: RunRow[] = [];
    for await (const row of client.list(filterOf(options, now))) found.push(row);
    const runs = found.slice(0, options.limit);
    if (options.json) await printDocument('list', { runs }, 'json', terminal);
    else if (runs.length === 0) await say(terminal, 'no runs');
    else {
      const lines = runTable(runs, now, colorsOf(stdout, env));
      await writeLines(stdout, lines);
    }
    if (found.length > runs.length) await say(terminal, 'there are more: --limit lists them');
    return ExitCode.Ok;
  });
}

/** One more than is shown, to know whether there are more. */
function filterOf({ status, name, since, limit }: ListOptions, now: number): RunFilter {
  return {
    ...(status !== undefined && { status }),
    ...(name !== undefined && { name }),
    ...(since !== undefined && { since: now - since }),
    limit: limit + 1,
  };
}
