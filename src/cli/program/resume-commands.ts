import { Option } from 'commander';
import { timeOption } from '../amount-options.js';
import type { ResumeCommand } from '../commands/resume.js';
import { resumeExamples } from '../help.js';
import type { ResumeOptions } from '../options.js';
import { RUN_ARGUMENT } from './arguments.js';
import type { CommandLine } from './command-line.js';
import { withConnection, withLimits, withOutput } from './option-groups.js';

/** What is done again of a run, and what is not: `resume` and `fork`. */
export function addResumeCommands({ program, terminal, ended }: CommandLine): void {
  for (const [what, description] of Object.entries(COMMANDS) as [ResumeCommand, string][]) {
    const command = program
      .command(what)
      .description(description)
      .argument('<run>', RUN_ARGUMENT)
      .option('--script <file>', 'the script as it is now, or another one (default: as it was)')
      .option('--args <json>', 'the value of `args`: JSON, @FILE, or - for standard input (default: as it was)')
      .option('--invalidate <label...>', 'agents to do again, by label; * and ? stand for any characters')
      .option('--keep-failures', 'do not do failed and skipped agents again')
      .option('--only-prefix', 'reuse agents up to the first that is new or changed, and none behind it')
      .addOption(
        new Option(
          '--workspace-changed <what>',
          'when files are not as the run left them (default: ask on a terminal)',
        ).choices(['ok', 'refuse']),
      )
      .option('--dry-run', 'say what would be reused and what would run, and start nothing')
      .option('-d, --detach', 'print the id of the run and return; the run goes on');
    withLimits(command)
      .option('-m, --model <model>', 'model of agents that name none (default: as it was)')
      .addOption(
        new Option('--on-ask <policy>', 'tool calls that need your permission (default: wait on a terminal)').choices([
          'wait',
          'deny',
        ]),
      )
      .option('--ask-timeout <time>', 'deny what nobody has answered by then: 1h (default: as it was)', timeOption)
      .option('--trust', 'let settings and MCP servers of the directory count, as in `run`')
      .option('-C, --cwd <dir>', 'directory the agents work in (default: as it was)')
      .addHelpText('before', resumeExamples);
    withConnection(withOutput(command)).action(async (named: string, options: ResumeOptions) => {
      const { resume } = await import('../commands/resume.js');
      ended(await resume(what, named, options, terminal));
    });
  }
}

const COMMANDS: Readonly<Record<ResumeCommand, string>> = {
  resume: 'Let a paused run go on, or do what is left of one that has ended',
  fork: 'Start another run from what a run has done so far, also while that goes on',
};
