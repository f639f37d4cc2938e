import { Option } from 'commander';
import { logsExamples } from '../help.js';
import type { LogsOptions, LookOptions, ResultOptions } from '../options/options.js';
import { AGENT_ARGUMENT, RUN_ARGUMENT, wholeNumber } from './arguments.js';
import type { CommandLine } from './command-line.js';
import { withConnection, withOutput } from './option-groups.js';

/** What is to be known of one run: `show`, `why`, `logs` and `result`. */
export function addLookCommands({ program, terminal, ended }: CommandLine): void {
  withConnection(program.command('show'))
    .description('Show how a run stands, or one of its agents')
    .argument('<run>', RUN_ARGUMENT)
    .argument('[agent]', AGENT_ARGUMENT)
    .option('--json', 'print one JSON document')
    .action(async (named: string, agent: string | undefined, options: LookOptions) => {
      const { show } = await import('../commands/show.js');
      ended(await show(named, agent ?? null, options, terminal));
    });

  withConnection(program.command('why'))
    .description('Say what a run waits for, and what lets it go on')
    .argument('<run>', RUN_ARGUMENT)
    .option('--json', 'print one JSON document')
    .action(async (named: string, options: LookOptions) => {
      const { why } = await import('../commands/why.js');
      ended(await why(named, options, terminal));
    });

  withConnection(program.command('logs'))
    .description('Print what happened in a run, or the conversation of one of its agents')
    .argument('<run>', RUN_ARGUMENT)
    .argument('[agent]', AGENT_ARGUMENT)
    .option('-f, --follow', 'go on until the run or the agent has ended')
    .option('--tail <n>', 'only the last lines', wholeNumber(0, MOST_LINES))
    .option('--full', 'of an agent: all that tools were given and gave back')
    .addOption(new Option('--json', 'print one JSON document').conflicts(['output', 'follow']))
    .addOption(new Option('-o, --output <form>', 'what stdout gets').choices(['text', 'jsonl']))
    .addHelpText('before', logsExamples)
    .action(async (named: string, agent: string | undefined, options: LogsOptions) => {
      const { logs } = await import('../commands/logs.js');
      ended(await logs(named, agent ?? null, options, terminal));
    });

  const result = program
    .command('result')
    .description('Print the result of a run that has ended')
    .argument('<run>', RUN_ARGUMENT)
    .option('--wait', 'wait until it has');
  withConnection(withOutput(result)).action(async (named: string, options: ResultOptions) => {
    const commands = await import('../commands/result.js');
    ended(await commands.result(named, options, terminal));
  });
}

const MOST_LINES = 1_000_000;
