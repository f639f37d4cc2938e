import { Command, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from '../config/package.js';
import { MOST_AGENTS, MOST_CONCURRENT } from '../workflows/spec.js';
import { dollarsOption, timeOption, tokensOption } from './amount-options.js';
import type { Control } from './commands/control.js';
import type { AgentCommand } from './commands/control-agent.js';
import type { CostOptions } from './commands/cost.js';
import type { DecideOptions } from './commands/decide.js';
import type { RaiseOptions } from './commands/raise.js';
import { attachExamples, checkExamples, examples, runExamples } from './help.js';
import type {
  AttachOptions,
  CheckOptions,
  ConnectionOptions,
  JsonOption,
  RunOptions,
  SteerOptions,
} from './options.js';
import type { Terminal } from './terminal.js';

/**
 * The command line. Commands are loaded when they are called, so that help and typos cost no more than this file.
 * `ended` is told the exit code of the command that ran.
 */
export function createProgram(terminal: Terminal, ended: (code: number) => void): Command {
  const program = new Command('longhaul')
    .description('Durable dynamic workflows for coding agents, on Temporal')
    .version(packageVersion(), '-V, --version', 'Print the version')
    .helpOption('-h, --help', 'Print this help')
    .addHelpText('before', examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, put) => put(text.replace(/^error: /, 'longhaul: ')),
    });

  const run = program
    .command('run')
    .description('Run a script, or a saved workflow by its name')
    .argument('<script>', 'path of a script, or name of a saved workflow')
    .option('--args <json>', 'the value of `args`: JSON, @FILE, or - for standard input')
    .option('-y, --yes', 'start without asking')
    .option('-d, --detach', 'print the id of the run and return; the run goes on')
    .option('--concurrency <n>', 'agents at work at once (default: 16)', wholeNumber(1, MOST_CONCURRENT))
    .option('--max-agents <n>', 'agents the run may start (default: 1000)', wholeNumber(1, MOST_AGENTS))
    .option('--max-usd <amount>', 'dollars the run may spend', dollarsOption)
    .option('--max-tokens <n>', 'tokens of every kind the run may use: 500k, 2M', tokensOption)
    .option('--max-duration <time>', 'how long the run may take: 30m, 2h', timeOption)
    .addOption(
      new Option('--on-cap <what>', 'what the run does at such a cap (default: pause)').choices(['pause', 'stop']),
    )
    .option('--agent-max-usd <amount>', 'dollars each agent may spend', dollarsOption)
    .option('--agent-max-turns <n>', 'turns each agent may take', wholeNumber(1, MOST_TURNS))
    .option('--agent-timeout <time>', 'how long each agent may take: 10m', timeOption)
    .option('-m, --model <model>', 'model of agents that name none: an alias or an id')
    .option('--offline', 'let the scripted model answer instead of a real one (also LONGHAUL_OFFLINE=1)')
    .addOption(
      new Option('--on-ask <policy>', 'tool calls that need your permission (default: wait on a terminal)').choices([
        'wait',
        'deny',
      ]),
    )
    .option(
      '--trust',
      'let settings and MCP servers of this directory count, though Claude Code was not told to trust it',
    )
    .option('-C, --cwd <dir>', 'directory the agents work in (default: this one)')
    .addHelpText('before', runExamples);
  withConnection(withOutput(run)).action(async (script: string, options: RunOptions) => {
    const command = await import('./commands/run.js');
    ended(await command.run(script, options, terminal));
  });

  const attach = program
    .command('attach')
    .description('Follow a run, or print the result of one that has ended')
    .argument('<run>', RUN_ARGUMENT)
    .addHelpText('before', attachExamples);
  withConnection(withOutput(attach)).action(async (named: string, options: AttachOptions) => {
    const command = await import('./commands/attach.js');
    ended(await command.attach(named, options, terminal));
  });

  for (const [what, description] of Object.entries(CONTROLS) as [Control, string][]) {
    withConnection(program.command(what))
      .description(description)
      .argument('<run>', RUN_ARGUMENT)
      .action(async (named: string, options: ConnectionOptions) => {
        const { control } = await import('./commands/control.js');
        ended(await control(what, named, options, terminal));
      });
  }

  for (const [what, description] of Object.entries(AGENT_COMMANDS) as [AgentCommand, string][]) {
    withConnection(program.command(what))
      .description(description)
      .argument('<run>', RUN_ARGUMENT)
      .argument('<agent>', AGENT_ARGUMENT)
      .action(async (named: string, agent: string, options: ConnectionOptions) => {
        const { controlAgent } = await import('./commands/control-agent.js');
        ended(await controlAgent(what, named, agent, options, terminal));
      });
  }

  withConnection(program.command('steer'))
    .description('Tell an agent something at its next turn')
    .usage('[options] <run> <agent> <message>')
    .argument('<run>', RUN_ARGUMENT)
    .argument('<agent>', `${AGENT_ARGUMENT}; not with --all`)
    .argument('[message]', 'what it is told')
    .option('--all', 'tell every agent that has not ended')
    .action(async (named: string, first: string, second: string | undefined, options: SteerOptions, steer: Command) => {
      const [agent, message] = options.all ? [null, first] : [first, second];
      if (options.all && second !== undefined) steer.error('error: with --all there is no agent to name');
      if (message === undefined) return steer.error("error: missing required argument 'message'");
      const commands = await import('./commands/control-agent.js');
      ended(await commands.steer(named, agent, message, options, terminal));
    });

  withConnection(program.command('concurrency'))
    .description('Set how many agents of a run work at once; those at work go on')
    .argument('<run>', RUN_ARGUMENT)
    .argument('<n>', `1 to ${MOST_CONCURRENT}`, wholeNumber(1, MOST_CONCURRENT))
    .action(async (named: string, limit: number, options: ConnectionOptions) => {
      const { concurrency } = await import('./commands/control-agent.js');
      ended(await concurrency(named, limit, options, terminal));
    });

  withConnection(program.command('raise'))
    .description('Raise caps of a run; one that is paused at them goes on')
    .argument('<run>', RUN_ARGUMENT)
    .option('--max-usd <amount>', 'dollars the run may spend', dollarsOption)
    .option('--max-tokens <n>', 'tokens the run may use', tokensOption)
    .option('--max-duration <time>', 'how long the run may take since its start', timeOption)
    .option('--max-agents <n>', 'agents the run may start', wholeNumber(1, MOST_AGENTS))
    .action(async (named: string, options: RaiseOptions) => {
      const { raise } = await import('./commands/raise.js');
      ended(await raise(named, options, terminal));
    });

  withConnection(program.command('cost'))
    .description('Say what a run has cost: by phase, by model, and its dearest agents')
    .argument('<run>', RUN_ARGUMENT)
    .option('--top <n>', 'agents to tell', wholeNumber(0, 1_000), 10)
    .option('--json', 'print one JSON document')
    .action(async (named: string, options: CostOptions) => {
      const { cost } = await import('./commands/cost.js');
      ended(await cost(named, options, terminal));
    });

  withConnection(program.command('inbox'))
    .description('List the tool calls of a run that wait for you')
    .argument('<run>', RUN_ARGUMENT)
    .option('--json', 'print one JSON document')
    .action(async (named: string, options: ConnectionOptions & JsonOption) => {
      const { inbox } = await import('./commands/inbox.js');
      ended(await inbox(named, options, terminal));
    });

  for (const [verdict, description] of Object.entries(VERDICTS) as [keyof typeof VERDICTS, string][]) {
    const command = withConnection(program.command(verdict))
      .description(description)
      .argument('<run>', RUN_ARGUMENT)
      .argument('[agent]', 'number or label of the agent; the only one that asks by default');
    if (verdict === 'deny') command.option('-m, --message <text>', 'what the agent is told');
    command.action(async (named: string, agent: string | undefined, options: DecideOptions) => {
      const { decide } = await import('./commands/decide.js');
      ended(await decide(verdict, named, agent ?? null, options, terminal));
    });
  }

  program
    .command('check')
    .description('Say what is wrong with a script, without running it')
    .argument('<file>', 'path of a script')
    .option('--dry-run', 'also walk one path through it, with mock answers instead of agents')
    .option('--args <json>', 'the value of `args` in the dry run: JSON, @FILE, or - for standard input')
    .option('--json', 'print one JSON document')
    .addHelpText('before', checkExamples)
    .action(async (file: string, options: CheckOptions) => {
      const { check } = await import('./commands/check.js');
      ended(await check(file, options, terminal));
    });

  for (const [what, description] of Object.entries(DAEMON) as [keyof typeof DAEMON, string][]) {
    program
      .command(what)
      .description(description)
      .option('--json', 'print one JSON document')
      .action(async (options: JsonOption) => {
        const commands = await import('./commands/daemon.js');
        ended(await commands[what](options, terminal));
      });
  }
  return program;
}

const RUN_ARGUMENT = 'id of a run, the beginning of one, or `last`';
const AGENT_ARGUMENT = 'number or label of the agent';

/** Beyond any conversation; a typo's worth of zeros is caught. */
const MOST_TURNS = 100_000;

const VERDICTS = {
  approve: 'Permit a tool call that an agent asks for',
  deny: 'Deny a tool call that an agent asks for; it goes on without',
} as const;

const CONTROLS: Readonly<Record<Control, string>> = {
  pause: 'Pause a run: no new agent starts, and nothing is lost',
  resume: 'Let a paused run go on',
  stop: 'Stop a run for good',
};

const AGENT_COMMANDS: Readonly<Record<AgentCommand, string>> = {
  kill: 'End an agent, whatever it does: its call gives null',
  skip: 'Skip an agent that has not begun: its call gives null',
  restart: 'Let an agent begin anew, in a new conversation',
};

const DAEMON = {
  up: 'Start the local daemon: a Temporal server and a worker',
  down: 'Stop the local daemon; runs go on when it is back',
  status: 'Say how the local daemon stands',
} as const;

function withConnection(command: Command): Command {
  return command
    .option('--address <host:port>', 'Temporal server to use instead of the local daemon')
    .option('--namespace <name>', 'namespace on that server')
    .option('--profile <name>', "profile of Temporal's configuration file");
}

function withOutput(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print one JSON document about the run').conflicts('output'))
    .addOption(new Option('-o, --output <form>', 'what stdout gets').choices(['text', 'json', 'jsonl']))
    .option('-q, --quiet', 'show no progress')
    .option('--allow-failures', 'exit 0 when the run completes although agents failed');
}

function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
  };
}
