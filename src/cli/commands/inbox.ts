import type { InboxRow } from '../../client/inbox.js';
import type { LonghaulClient } from '../../client/longhaul-client.js';
import { ExitCode } from '../../config/exit-code.js';
import { askText } from '../asks/ask-text.js';
import { askLine, findAsks } from '../asks/asks.js';
import type { ConnectionOptions, JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { say, type Terminal, write } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

type InboxOptions = ConnectionOptions & JsonOption;

/** `longhaul inbox`: what agents ask of persons: of all runs, of one, or of one agent, then in full. */
export function inbox(
  named: string | null,
  agent: string | null,
  options: InboxOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    if (named === null) await showRuns(await client.inbox(), options, terminal);
    else await showRun(client, named, agent, options, terminal);
    return ExitCode.Ok;
  });
}

async function showRuns(runs: readonly InboxRow[], { json }: InboxOptions, terminal: Terminal): Promise<void> {
  if (json) return printDocument('inbox', { runs }, 'json', terminal);
  if (runs.length === 0) return say(terminal, 'nothing waits for you');
  for (const { run, name, asks, unanswered } of runs) {
    const trouble = unanswered === undefined ? [] : [`cannot be asked: ${terminalLine(unanswered)}`];
    const lines = [...asks.map(askLine), ...trouble].map((line) => `  ${line}\n`);
    await write(terminal.stdout, `${run}  ${terminalLine(name)}\n${lines.join('')}`);
  }
}

async function showRun(
  client: LonghaulClient,
  named: string,
  agent: string | null,
  { json }: InboxOptions,
  terminal: Terminal,
): Promise<void> {
  const handle = await client.find(named);
  const { run } = handle;
  const asks = agent === null ? await handle.asks() : await findAsks(handle, agent);
  if (json) return printDocument('asks', { run, asks }, 'json', terminal);
  if (asks.length === 0) return say(terminal, `${run}: nothing waits for you`);
  const texts = agent === null ? asks.map((row) => `${askLine(row)}\n`) : asks.map((row) => askText(row, run));
  await write(terminal.stdout, texts.join(agent === null ? '' : '\n'));
}
