import { Argument } from 'commander';
import type { Completable } from '../commands/complete.js';
import type { Shell } from '../commands/completion.js';
import type { CommandLine } from './command-line.js';

/** `completion`, and what its scripts call. */
export function addCompletionCommands({ program, terminal, ended }: CommandLine): void {
  program
    .command('completion')
    .description('Print a script that teaches a shell to complete commands: eval "$(longhaul completion bash)"')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completion } = await import('../commands/completion.js');
      ended(await completion(shell, program, terminal));
    });

  program
    .command('complete', { hidden: true })
    .description('Print the words that may stand for a run or a saved workflow')
    .addArgument(new Argument('<what>', 'what is completed').choices(COMPLETABLE))
    .action(async (what: Completable) => {
      const { complete } = await import('../commands/complete.js');
      ended(await complete(what, Math.max(0, PATIENCE_MS - performance.now()), terminal));
    });
}

/** Since the process began: a person waits with a finger on the key. */
const PATIENCE_MS = 300;

const SHELLS: readonly Shell[] = ['bash', 'zsh', 'fish'];
const COMPLETABLE: readonly Completable[] = ['runs', 'workflows'];
