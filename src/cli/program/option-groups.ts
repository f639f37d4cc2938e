import { type Command, Option } from 'commander';
import { MOST_AGENTS, MOST_CONCURRENT } from '../../workflows/spec.js';
import { dollarsOption, timeOption, tokensOption } from '../options/amount-options.js';
import { wholeNumber } from './arguments.js';

// Options that several commands take together.

/** ConnectionOptions */
export function withConnection(command: Command): Command {
  return command
    .option('--address <host:port>', 'Temporal server to use instead of the local daemon')
    .option('--namespace <name>', 'namespace on that server')
    .option('--profile <name>', "profile of Temporal's configuration file");
}

/** OutputOptions */
export function withOutput(command: Command): Command {
  return command
    .addOption(new Option('--json', 'print one JSON document about the run').conflicts('output'))
    .addOption(new Option('-o, --output <form>', 'what stdout gets').choices(['text', 'json', 'jsonl']))
    .option('-q, --quiet', 'show no progress')
    .option('--allow-failures', 'exit 0 when the run completes although agents failed');
}

/** LimitOptions: how many agents a run has, what it may spend, and what it does when something is reached. */
export function withLimits(command: Command): Command {
  return command
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
    .option('--max-wait <time>', 'how long the run waits for a provider that limits it (default: 1d)', timeOption)
    .addOption(
      new Option('--on-fail <what>', 'hold: a failed agent waits for restart or kill (default: settle)').choices([
        'hold',
        'settle',
      ]),
    );
}

/** Beyond any conversation; a typo's worth of zeros is caught. */
const MOST_TURNS = 100_000;
