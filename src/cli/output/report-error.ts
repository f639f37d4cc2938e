import { isLonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import { messageOf } from '../../config/message-of.js';
import { AlreadyPrinted } from './already-printed.js';
import { documentLine } from './document.js';
import type { ErrorDocument } from './documents.js';
import type { OutputForm } from '../screens/choose-screen.js';
import { terminalText } from '../terminal/terminal-text.js';
import { colorsOf, type Terminal, write } from '../terminal/terminal.js';

/**
 * The one place where errors meet people: a line, the next step, an exit code; also a document where JSON is wanted.
 * Anything unforeseen is a bug and shows its stack.
 */
export async function reportError(error: unknown, terminal: Terminal, form: OutputForm = 'text'): Promise<ExitCode> {
  if (error instanceof AlreadyPrinted) return reportError(error.error, terminal);
  if (form !== 'text') await write(terminal.stdout, documentLine('error', errorDocument(error), form));
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

function errorDocument(error: unknown): ErrorDocument {
  if (!isLonghaulError(error)) return { code: 'UNEXPECTED', message: messageOf(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}
