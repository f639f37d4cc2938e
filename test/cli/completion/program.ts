import { createProgram } from '../../../src/cli/program.js';
import { type CompletedCommand, completed } from '../../../src/cli/completion/completed.js';
import type { Terminal } from '../../../src/cli/terminal/terminal.js';

/** Longhaul's own command line, as shells complete it. */
export function ourProgram(): CompletedCommand {
  return completed(createProgram({} as Terminal, () => undefined));
}
