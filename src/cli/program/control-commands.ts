import type { Command } from 'commander';
import { MOST_AGENTS, MOST_CONCURRENT } from '../../workflows/spec.js';
import { dollarsOption, timeOption, tokensOption } from '../options/amount-options.js';
import type { Control } from '../commands/control.js';
import type { AgentCommand } from '../commands/control-agent.js';
import type { RaiseOptions } from '../commands/raise.js';
import type { ConnectionOptions, ControlOptions, SteerOptions } from '../options/options.js';
import { AGENT_ARGUMENT, RUN_ARGUMENT, wholeNumber } from './arguments.js';
import type { CommandLine } from './command-line.js';
import { withConnection } from './option-groups.js';

/** What becomes of a run that goes on: `pause`, `stop`, `raise`. */
export function addRunControls({ program, terminal, ended }: CommandLine): void {
  for (const [what, description] of Object.entries(CONTROLS) as [keyof typeof CONTROLS, string][]) {
    const command = withConnection(program.command(what)).description(description).argument('<run>', RUN_ARGUMENT);
    if (what === 'pause') command.option('--drain', 'let agents at work go on to their end');
    command.action(async (named: string, options: ControlOptions) => {
      const { control } = await import('../commands/control.js');
      ended(await control(what, named, options, terminal));
    });
  }

  withConnection(program.command('raise'))
    .description('Raise caps of a run; one that is paused at them goes on')
    .argument('<run>', RUN_ARGUMENT)
    .option('--max-usd <amount>', 'dollars the run may spend', dollarsOption)
    .option('--max-tokens <n>', 'tokens the run may use', tokensOption)
    .option('--max-duration <time>', 'how long the run may take since its start', timeOption)
    .option('--max-agents <n>', 'agents the run may start', wholeNumber(1, MOST_AGENTS))
    .action(async (named: string, options: RaiseOptions) => {
      const { raise } = await import('../commands/raise.js');
      ended(await raise(named, options, terminal));
    });

  withConnection(program.command('concurrency'))
    .description('Set how many agents of a run work at once; those at work go on')
    .argument('<run>', RUN_ARGUMENT)
    .argument('<n>', `1 to ${MOST_CONCURRENT}`, wholeNumber(1, MOST_CONCURRENT))
    .action(async (named: string, limit: number, options: ConnectionOptions) => {
      const { concurrency } = await import('../commands/control-agent.js');
      ended(await concurrency(named, limit, options, terminal));
    });
}

/** What becomes of one agent: `kill`, `skip`, `restart`, `steer`. */
export function addAgentControls({ program, terminal, ended }: CommandLine): void {
  for (const [what, description] of Object.entries(AGENT_COMMANDS) as [AgentCommand, string][]) {
    withConnection(program.command(what))
      .description(description)
      .argument('<run>', RUN_ARGUMENT)
      .argument('<agent>', AGENT_ARGUMENT)
      .action(async (named: string, agent: string, options: ConnectionOptions) => {
        const { controlAgent } = await import('../commands/control-agent.js');
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
      const commands = await import('../commands/control-agent.js');
      ended(await commands.steer(named, agent, message, options, terminal));
    });
}

const CONTROLS: Readonly<Record<Exclude<Control, 'resume'>, string>> = {
  pause: 'Pause a run: no new agent starts, and nothing is lost',
  stop: 'Stop a run for good',
};

const AGENT_COMMANDS: Readonly<Record<AgentCommand, string>> = {
  kill: 'End an agent, whatever it does: its call gives null',
  skip: 'Skip an agent that has not begun: its call gives null',
  restart: 'Let an agent begin anew, in a new conversation',
};
