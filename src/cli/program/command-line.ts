import type { Command } from 'commander';
import type { Terminal } from '../terminal/terminal.js';

/**
 * What groups of commands are registered with. Their actions import the command they run, so that help and typos cost no
 * more than the registrations.
 */
export interface CommandLine {
  readonly program: Command;
  readonly terminal: Terminal;
  /** Told the exit code of the command that ran. */
  readonly ended: (code: number) => void;
}
