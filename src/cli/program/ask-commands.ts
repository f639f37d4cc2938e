import { Option } from 'commander';
import type { DecideOptions } from '../commands/decide.js';
import type { ConnectionOptions, JsonOption } from '../options/options.js';
import { RUN_ARGUMENT } from './arguments.js';
import type { CommandLine } from './command-line.js';
import { withConnection } from './option-groups.js';

/** What agents ask of persons: `inbox`, `approve`, `deny`, `answer`. */
export function addAskCommands({ program, terminal, ended }: CommandLine): void {
  withConnection(program.command('inbox'))
    .description('List what agents ask of you: calls to permit, and questions')
    .argument('[run]', `${RUN_ARGUMENT}; all runs by default`)
    .argument('[agent]', 'number or label of an agent: shows in full what it asks')
    .option('--json', 'print one JSON document')
    .action(async (run: string | undefined, agent: string | undefined, options: ConnectionOptions & JsonOption) => {
      const { inbox } = await import('../commands/inbox.js');
      ended(await inbox(run ?? null, agent ?? null, options, terminal));
    });

  for (const [verdict, description] of Object.entries(VERDICTS) as [keyof typeof VERDICTS, string][]) {
    const command = withConnection(program.command(verdict))
      .description(description)
      .argument('<run>', RUN_ARGUMENT)
      .argument('[agent]', 'number or label of the agent; the only one that asks by default');
    if (verdict === 'deny') command.option('-m, --message <text>', 'what the agent is told');
    else command.addOption(new Option('--for <time>', FOR).choices(['once', 'run', 'always']).default('once'));
    command.action(async (named: string, agent: string | undefined, options: DecideOptions) => {
      const { decide } = await import('../commands/decide.js');
      ended(await decide(verdict, named, agent ?? null, options, terminal));
    });
  }

  withConnection(program.command('answer'))
    .description('Answer what an agent asks; without a text, show its questions')
    .usage('[options] <run> [agent] [text...]')
    .argument('<run>', RUN_ARGUMENT)
    .argument(
      '[words...]',
      'number or label of the agent unless only one asks; then one text a question, or the number of an option',
    )
    .action(async (named: string, words: readonly string[], options: ConnectionOptions) => {
      const { answer } = await import('../commands/answer.js');
      ended(await answer(named, words, options, terminal));
    });
}

const VERDICTS = {
  approve: 'Permit a tool call that an agent asks for',
  deny: 'Deny what an agent asks for; it goes on without',
} as const;

const FOR = 'also calls like it: in this run, or always (kept in .claude/settings.local.json)';
