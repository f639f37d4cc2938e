import type { Problem } from '../../script/problem.js';
import { counted } from './amounts.js';
import { type Colors, colorsOf, type OutputStream, say, type Terminal, write } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** What is shown of a finding, whichever check made it. */
export type Finding = Omit<Problem, 'code'> & { readonly code: string };

/** Prints what was found wrong with a script to a stream, and the sum of it to stderr. */
export async function printFindings(
  file: string,
  findings: readonly Finding[],
  stream: OutputStream,
  terminal: Terminal,
): Promise<void> {
  const colors = colorsOf(stream, terminal.env);
  await write(stream, findings.map((finding) => findingText(file, finding, colors)).join(''));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const verdict =
    findings.length === 0
      ? 'no problems'
      : `${counted(errors, 'error')}, ${counted(findings.length - errors, 'warning')}`;
  await say(terminal, `${terminalLine(file)}: ${verdict}`);
}

/** `file:line:column`, as editors and terminals make it clickable; the next step below. */
function findingText(file: string, finding: Finding, { red, yellow, dim }: Colors): string {
  const { severity, line, column, message, hint } = finding;
  const mark = severity === 'error' ? red('error') : yellow('warning');
  const first = `${terminalLine(file)}:${line}:${column}: ${mark}: ${terminalLine(message)}\n`;
  return hint === '' ? first : `${first}  ${dim(terminalLine(hint))}\n`;
}
