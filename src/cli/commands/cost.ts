import { ExitCode } from '../../config/exit-code.js';
import { tokensOf } from '../../interpreter/outcome.js';
import type { CostReport, CostRow } from '../../workflows/cost-report.js';
import { counted, spending } from '../output/amounts.js';
import type { ConnectionOptions, JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { type Terminal, writeLines } from '../terminal/terminal.js';
import { withClient } from '../with-client.js';

export interface CostOptions extends ConnectionOptions, JsonOption {
  /** Agents to tell. */
  readonly top: number;
}

/** `longhaul cost`: what a run has cost, by phase, by model, and its dearest agents. */
export function cost(named: string, options: CostOptions, terminal: Terminal): Promise<ExitCode> {
  return withClient(options, terminal, async (client) => {
    const handle = await client.find(named);
    const report = await handle.cost(options.top);
    if (options.json) await printDocument('cost', report, 'json', terminal);
    else await writeLines(terminal.stdout, costLines(report));
    return ExitCode.Ok;
  });
}

/** The report for a person. */
export function costLines({ run, cost: whole, usage, phases, models, agents }: CostReport): readonly string[] {
  return [
    `${run}  ${spending(tokensOf(usage), whole)}`,
    ...part('by phase', phases, 'agents without a phase'),
    ...part('by model', models),
    ...part(agents.length === 1 ? 'the dearest agent' : `the ${agents.length} dearest agents`, agents),
    ...(whole.unknown > 0
      ? [`No price is known for ${whole.unknown} of the tokens: they are in no sum of dollars.`]
      : []),
  ];
}

function part(title: string, rows: readonly CostRow[], unnamed = ''): readonly string[] {
  const used = rows.filter(({ agents }) => agents > 0);
  if (used.length === 0) return [];
  const lines = used.map(({ name, agents, cost: sum, usage }) => {
    const many = agents === 1 ? '' : `  ${counted(agents, 'agent')}`;
    return `  ${terminalLine(name ?? unnamed)}${many}  ${spending(tokensOf(usage), sum)}`;
  });
  return [title, ...lines];
}
