import { isLonghaulError } from '../config/errors.js';
import { ExitCode } from '../config/exit-code.js';
import { terminalText } from './terminal-text.js';
import { colorsOf, type Terminal, write } from './terminal.js';

/** The one place where errors meet people: a line, the next step, an exit code. Anything unforeseen is a bug and shows its stack. */
export async function reportError(error: unknown, terminal: Terminal): Promise<ExitCode> {
  const { red, dim } = colorsOf(terminal.stderr, terminal.env);
  if (!isLonghaulError(error)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await write(terminal.stderr, `${red('longhaul: unexpected error, a bug of Longhaul:')} ${terminalText(stack)}\n`);
    return ExitCode.RunFailed;
  }
  await write(terminal.stderr, `${red('longhaul:')} ${terminalText(error.message)}\n`);
  if (error.hint) await write(terminal.stderr, `${dim(terminalText(error.hint))}\n`);
  return error.exitCode as ExitCode;
}
