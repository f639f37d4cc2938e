import { type CommandEnd, MOST_PRINTED } from '../../processes/command.js';

/** How a command ended, in one line for the model. */
export function statusOf(end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      return `Exit code ${end.code}`;
    case 'killed':
      return 'Killed';
    case 'flooded':
      return `Killed because it printed more than ${MOST_PRINTED / 1024 / 1024} MB. Let it write to a file, or print less.`;
  }
}
