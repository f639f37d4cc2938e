import { Option } from 'commander';
import type { ReportOptions } from '../commands/report.js';
import { reportExamples } from '../help.js';
import { RUN_ARGUMENT } from './arguments.js';
import type { CommandLine } from './command-line.js';
import { withConnection } from './option-groups.js';

/** `report` */
export function addReportCommand({ program, terminal, ended }: CommandLine): void {
  const report = program
    .command('report')
    .description('Write what a run did and what came of it as one HTML page')
    .argument('<run>', RUN_ARGUMENT)
    .option(
      '-o, --output <file>',
      'file to write, - for standard output (default: on a terminal a file of this directory)',
    )
    .addOption(new Option('--md', 'Markdown instead of a page').conflicts('json'))
    .option('--json', 'print one JSON document')
    .option('--no-conversations', 'leave out what the agents read and said')
    .addHelpText('before', reportExamples);
  withConnection(report).action(async (named: string, options: ReportOptions) => {
    const command = await import('../commands/report.js');
    ended(await command.report(named, options, terminal));
  });
}
