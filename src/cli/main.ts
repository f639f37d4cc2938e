import { CommanderError } from 'commander';
import { ExitCode } from '../config/exit-code.js';
import type { OutputOptions } from './options/options.js';
import { asAsked, type GlobalOptions } from './program/global-options.js';
import { createProgram } from './program.js';
import { reportError } from './output/report-error.js';
import type { OutputForm } from './screens/choose-screen.js';
import { processTerminal, type Terminal } from './terminal/terminal.js';

/** The `longhaul` command: runs what the command line says and ends the process with its exit code. */
export async function main(): Promise<never> {
  const terminal = processTerminal();
  // Whoever writes is told of failures by the write itself.
  for (const stream of [terminal.stdout, terminal.stderr]) stream.on('error', () => {});
  // Everything has been written by now; what is left is connections that take their time to close.
  process.exit(await exitCodeFor(process.argv, terminal));
}

async function exitCodeFor(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = ExitCode.Ok;
  let form: OutputForm = 'text';
  let asked = terminal;
  const program = createProgram(terminal, (ended) => {
    code = ended;
  });
  program.hook('preAction', (_program, command) => {
    form = formOf(command.opts<OutputOptions>());
    asked = asAsked(terminal, command.optsWithGlobals<GlobalOptions>());
  });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    // Commander has said already what was wrong, or printed the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Ok : ExitCode.Usage;
    if (isClosedPipe(error)) return ExitCode.RunFailed;
    return reportError(error, asked, form);
  }
}

/** Other commands than those that follow runs take something else for their output. */
function formOf({ json, output }: OutputOptions): OutputForm {
  if (json) return 'json';
  return output === 'json' || output === 'jsonl' ? output : 'text';
}

/** The reader of our output has gone, as `head` does: nothing is left to be said, and nobody to say it to. */
function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
