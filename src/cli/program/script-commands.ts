import { Option } from 'commander';
import { checkExamples, saveExamples } from '../help.js';
import type { CheckOptions, JsonOption, SaveOptions } from '../options/options.js';
import { RUN_ARGUMENT } from './arguments.js';
import type { CommandLine } from './command-line.js';
import { withConnection } from './option-groups.js';

/** What is done with scripts that are not run: `check`, `workflows` and `save`. */
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

  const workflows = program
    .command('workflows')
    .description('List the saved workflows that can be run by name from here')
    .option('--json', 'print one JSON document')
    .action(async (options: JsonOption) => {
      const commands = await import('../commands/workflows.js');
      ended(await commands.workflows(options, terminal));
    });
  workflows
    .command('edit')
    .description('Open a saved workflow in $VISUAL or $EDITOR, and check it afterwards')
    .argument('<name>', 'name of a saved workflow')
    .action(async (name: string) => {
      const { editWorkflow } = await import('../commands/edit-workflow.js');
      ended(await editWorkflow(name, terminal));
    });

  withConnection(program.command('save'))
    .description('Save the script of a run, so that it can be run by name')
    .argument('<run>', RUN_ARGUMENT)
    .argument('[name]', 'name of the workflow and of its file (default: as the script says)')
    .addOption(
      new Option('--project', "to the project's .claude/workflows (default in a repository)").conflicts('user'),
    )
    .option('--user', 'to your own: ~/.claude/workflows')
    .option('--force', 'put it in the place of another script')
    .addHelpText('before', saveExamples)
    .action(async (run: string, name: string | undefined, options: SaveOptions) => {
      const { save } = await import('../commands/save.js');
      ended(await save(run, name, options, terminal));
    });
}
