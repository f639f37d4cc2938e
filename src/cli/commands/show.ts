import type { LonghaulClient } from '../../client/longhaul-client.js';
import { resumptionsOf } from '../../client/resume/resumptions.js';
import { ExitCode } from '../../config/exit-code.js';
import { agentAmong } from '../agents.js';
import { type Look, look } from '../look.js';
import type { LookOptions } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { agentText } from '../show/agent-text.js';
import { agentView } from '../show/agent-view.js';
import { runText } from '../show/run-text.js';
import { runView } from '../show/run-view.js';
import { colorsOf, type Terminal, write } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

/** `longhaul show`: one run at a glance, or one of its agents. */
export function show(named: string, agent: string | null, options: LookOptions, terminal: Terminal): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const seen = await look(named, client);
    if (agent === null) await showRun(seen, client, options, terminal);
    else await showAgent(seen, agent, client, options, terminal);
    return ExitCode.Ok;
  });
}

async function showRun(seen: Look, client: LonghaulClient, { json }: LookOptions, terminal: Terminal): Promise<void> {
  const now = Date.now();
  const view = runView(seen, await resumptionsOf(seen.run, await client.storage()), now);
  if (json) return printDocument('show', view, 'json', terminal);
  await write(terminal.stdout, runText(view, now, colorsOf(terminal.stdout, terminal.env)));
}

async function showAgent(
  seen: Look,
  named: string,
  client: LonghaulClient,
  { json }: LookOptions,
  terminal: Terminal,
): Promise<void> {
  const agent = agentAmong([...seen.state.agents.values()], named, seen.run);
  const view = await agentView(seen, agent, client);
  if (json) return printDocument('agent', view, 'json', terminal);
  await write(terminal.stdout, agentText(view, Date.now(), colorsOf(terminal.stdout, terminal.env)));
}
