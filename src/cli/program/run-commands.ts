import { Option } from 'commander';
import type { RunStatus } from '../../workflows/events.js';
import { timeOption } from '../options/amount-options.js';
import type { CostOptions } from '../commands/cost.js';
import { attachExamples, runExamples } from '../help.js';
import type { AttachOptions, ConnectionOptions, ListOptions, RunOptions } from '../options/options.js';
import { RUN_ARGUMENT, wholeNumber } from './arguments.js';
import type { CommandLine } from './command-line.js';
import { withConnection, withLimits, withOutput } from './option-groups.js';

/** `run`, `attach`, `watch`, `list` and `cost`. */
export function addRunCommands({ program, terminal, ended }: CommandLine): void {
  const run = program
    .command('run')
    .description('Run a script, or a saved workflow by its name')
    .argument('<script>', 'path of a script, or name of a saved workflow')
    .option('--args <json>', 'the value of `args`: JSON, @FILE, or - for standard input')
    .option('-y, --yes', 'start without asking')
    .option('-d, --detach', 'print the id of the run and return; the run goes on');
  withLimits(run)
    .option('-m, --model <model>', 'model of agents that name none: an alias or an id')
    .option('--offline', 'let the scripted model answer instead of a real one (also LONGHAUL_OFFLINE=1)')
    .addOption(
      new Option('--on-ask <policy>', 'tool calls that need your permission (default: wait on a terminal)').choices([
        'wait',
        'deny',
      ]),
    )
    .option('--ask-timeout <time>', 'deny what nobody has answered by then: 1h (default: never)', timeOption)
    .option(
      '--trust',
      'let settings and MCP servers of this directory count, though Claude Code was not told to trust it',
    )
    .option('-C, --cwd <dir>', 'directory the agents work in (default: this one)')
    .addHelpText('before', runExamples);
  withConnection(withOutput(run)).action(async (script: string, options: RunOptions) => {
    const command = await import('../commands/run.js');
    ended(await command.run(script, options, terminal));
  });

  const attach = program
    .command('attach')
    .description('Follow a run, or print the result of one that has ended')
    .argument('<run>', RUN_ARGUMENT)
    .addHelpText('before', attachExamples);
  withConnection(withOutput(attach)).action(async (named: string, options: AttachOptions) => {
    const command = await import('../commands/attach.js');
    ended(await command.attach(named, options, terminal));
  });

  withConnection(program.command('watch'))
    .description('Watch runs and steer them, on the whole terminal')
    .argument('[run]', `${RUN_ARGUMENT}; the list of runs by default`)
    .action(async (named: string | undefined, options: ConnectionOptions) => {
      const { watch } = await import('../commands/watch.js');
      ended(await watch(named ?? null, options, terminal));
    });

  withConnection(program.command('list'))
    .description('List runs, those started last first')
    .addOption(new Option('--status <status>', 'only runs with this status').choices(STATUSES))
    .option('--name <name>', 'only runs of this workflow')
    .option('--since <time>', 'only runs started within this time: 12h, 2d', timeOption)
    .option('--limit <n>', 'runs listed at most', wholeNumber(1, MOST_LISTED), 20)
    .option('--json', 'print one JSON document')
    .action(async (options: ListOptions) => {
      const { list } = await import('../commands/list.js');
      ended(await list(options, terminal));
    });

  withConnection(program.command('cost'))
    .description('Say what a run has cost: by phase, by model, and its dearest agents')
    .argument('<run>', RUN_ARGUMENT)
    .option('--top <n>', 'agents to tell', wholeNumber(0, 1_000), 10)
    .option('--json', 'print one JSON document')
    .action(async (named: string, options: CostOptions) => {
      const { cost } = await import('../commands/cost.js');
      ended(await cost(named, options, terminal));
    });
}

const STATUSES: readonly RunStatus[] = [
  'running',
  'paused',
  'waiting',
  'completed',
  'completed_with_failures',
  'failed',
  'stopped',
];

const MOST_LISTED = 10_000;
