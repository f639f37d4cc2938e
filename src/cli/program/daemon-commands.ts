import type { JsonOption } from '../options/options.js';
import type { CommandLine } from './command-line.js';

/** The local daemon: `up`, `down`, `status`. */
export function addDaemonCommands({ program, terminal, ended }: CommandLine): void {
  for (const [what, description] of Object.entries(DAEMON) as [keyof typeof DAEMON, string][]) {
    program
      .command(what)
      .description(description)
      .option('--json', 'print one JSON document')
      .action(async (options: JsonOption) => {
        const commands = await import('../commands/daemon.js');
        ended(await commands[what](options, terminal));
      });
  }
}

const DAEMON = {
  up: 'Start the local daemon: a Temporal server and a worker',
  down: 'Stop the local daemon; runs go on when it is back',
  status: 'Say how the local daemon stands',
} as const;
