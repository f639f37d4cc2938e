import { Option } from 'commander';
import { timeOption } from '../options/amount-options.js';
import type { GcOptions } from '../commands/gc.js';
import type { ResumeCommand } from '../commands/resume.js';
import { resumeExamples } from '../help.js';
import type { ConnectionOptions, ResumeOptions } from '../options/options.js';
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
      .option('-y, --yes', 'start without asking')
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

/** What is kept of runs: `export`, `import` and `gc`. */
export function addArchiveCommands({ program, terminal, ended }: CommandLine): void {
  withConnection(program.command('export'))
    .description('Write all that is kept of a run to one file')
    .argument('<run>', RUN_ARGUMENT)
    .argument('[file]', 'a new file; standard output by default')
    .action(async (named: string, file: string | undefined, options: ConnectionOptions) => {
      const { exportCommand } = await import('../commands/bundle.js');
      ended(await exportCommand(named, file, options, terminal));
    });
  withConnection(program.command('import'))
    .description('Put an exported run into the storage, so that it can be resumed here')
    .argument('<file>', 'what `longhaul export` has written')
    .action(async (file: string, options: ConnectionOptions) => {
      const { importCommand } = await import('../commands/bundle.js');
      ended(await importCommand(file, options, terminal));
    });
  withConnection(program.command('gc'))
    .description('Remove stored values that no run needs')
    .option('--dry-run', 'only say how much that is')
    .option('--json', 'print one JSON document')
    .action(async (options: GcOptions) => {
      const { gc } = await import('../commands/gc.js');
      ended(await gc(options, terminal));
    });
}

const COMMANDS: Readonly<Record<ResumeCommand, string>> = {
  resume: 'Let a paused run go on, or do what is left of one that has ended',
  fork: 'Start another run from what a run has done so far, also while that goes on',
};
