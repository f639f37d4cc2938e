import { readScriptFile } from '../../client/prepare-run.js';
import { ExitCode } from '../../config/exit-code.js';
import { checkScript } from '../../script/checks.js';
import type { Problem } from '../../script/problem.js';
import { counted } from '../amounts.js';
import type { JsonOption } from '../options.js';
import { printDocument } from '../print-result.js';
import { type Colors, colorsOf, say, type Terminal, write } from '../terminal.js';
import { terminalLine } from '../terminal-text.js';

/** `longhaul check`: what is wrong with a script, or looks wrong, without running it. */
export async function check(file: string, options: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const { problems } = checkScript({ file, text: await readScriptFile(file) });
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (options.json) await printDocument({ file, ok: errors === 0, problems }, 'json', terminal);
  else await printProblems(file, problems, errors, terminal);
  return errors > 0 ? ExitCode.Usage : ExitCode.Ok;
}

async function printProblems(
  file: string,
  problems: readonly Problem[],
  errors: number,
  terminal: Terminal,
): Promise<void> {
  const colors = colorsOf(terminal.stdout, terminal.env);
  await write(terminal.stdout, problems.map((problem) => problemText(file, problem, colors)).join(''));
  const warnings = problems.length - errors;
  const verdict =
    problems.length === 0 ? 'no problems' : `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`;
  await say(terminal, `${terminalLine(file)}: ${verdict}`);
}

/** `file:line:column`, as editors and terminals make it clickable; the next step below. */
function problemText(file: string, problem: Problem, { red, yellow, dim }: Colors): string {
  const { severity, line, column, message, hint } = problem;
  const mark = severity === 'error' ? red('error') : yellow('warning');
  const first = `${terminalLine(file)}:${line}:${column}: ${mark}: ${terminalLine(message)}\n`;
  return hint === '' ? first : `${first}  ${dim(terminalLine(hint))}\n`;
}
