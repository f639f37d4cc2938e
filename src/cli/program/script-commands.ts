import { checkExamples } from '../help.js';
import type { CheckOptions } from '../options.js';
import type { CommandLine } from './command-line.js';

/** What is done with scripts that are not run: `check`. */
export function addScriptCommands({ program, terminal, ended }: CommandLine): void {
  program
    .command('check')
    .description('Say what is wrong with a script, without running it')
    .argument('<file>', 'path of a script')
    .option('--dry-run', 'also walk one path through it, with mock answers instead of agents')
    .option('--args <json>', 'the value of `args` in the dry run: JSON, @FILE, or - for standard input')
    .option('--json', 'print one JSON document')
    .addHelpText('before', checkExamples)
    .action(async (file: string, options: CheckOptions) => {
      const { check } = await import('../commands/check.js');
      ended(await check(file, options, terminal));
    });
}
