import { ExitCode } from '../../config/exit-code.js';
import type { ApproveAsked, AskRow } from '../../workflows/messages.js';
import { askLine, findAsks } from '../asks/asks.js';
import type { ConnectionOptions } from '../options/options.js';
import { terminalLine } from '../terminal/terminal-text.js';
import { say, type Terminal } from '../terminal/terminal.js';
import { inWhoseName } from '../in-whose-name.js';
import { withClient } from '../with-client.js';

type Leave = NonNullable<ApproveAsked['for']>;

export interface DecideOptions extends ConnectionOptions {
  /** Of `deny`. */
  readonly message?: string;
  /** Of `approve`. */
  readonly for?: Leave;
}

/** `longhaul approve` and `deny`: decides what one agent of a run asks for. */
export function decide(
  verdict: 'approve' | 'deny',
  named: string,
  agent: string | null,
  options: DecideOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { message, for: leave = 'once' } = options;
  return withClient(options, terminal, async (client) => {
    const handle = await client.find(named);
    const by = inWhoseName();
    for (const row of meantBy(verdict, await findAsks(handle, agent))) {
      const target = { by, call: row.call, ask: row.ask.id };
      if (verdict === 'approve') await handle.approve({ ...target, for: leave });
      else await handle.deny({ ...target, ...(message !== undefined && { message }) });
      await say(terminal, verdict === 'approve' ? approved(row, leave) : `denied: ${askLine(row)}`);
    }
    return ExitCode.Ok;
  });
}

/** Permitting leaves questions of the agent open. Where there are only questions the run says what to do with them. */
function meantBy(verdict: 'approve' | 'deny', rows: readonly AskRow[]): readonly AskRow[] {
  const permissions = rows.filter(({ ask }) => ask.questions === undefined);
  return verdict === 'approve' && permissions.length > 0 ? permissions : rows;
}

/** What was permitted: also the rules that hold from now on. */
function approved(row: AskRow, leave: Leave): string {
  const line = `approved: ${askLine(row)}`;
  if (leave === 'once') return line;
  const rules = (row.ask.rules ?? []).map((rule) => `  ${terminalLine(rule)}`);
  return [line, RULES_HOLD[leave], ...rules].join('\n');
}

const RULES_HOLD: Readonly<Record<Exclude<Leave, 'once'>, string>> = {
  run: 'permitted for the rest of this run:',
  always: 'permitted for the rest of this run, and for all to come (in .claude/settings.local.json):',
};
