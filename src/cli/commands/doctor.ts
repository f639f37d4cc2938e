import { ExitCode } from '../../config/exit-code.js';
import { counted } from '../output/amounts.js';
import { CHECKS } from '../doctor/checks.js';
import { findingLines } from '../doctor/finding-lines.js';
import { openPlace } from '../doctor/place.js';
import { runChecks } from '../doctor/run-checks.js';
import type { ConnectionOptions, JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { colorsOf, say, type Terminal, writeLines } from '../terminal/terminal.js';

/** How long each check may take, in milliseconds. */
const LIMIT_MS = 5_000;

/** `longhaul doctor`: looks at all that a run needs and says what mends what is wrong. Starts nothing. */
export async function doctor(options: ConnectionOptions & JsonOption, terminal: Terminal): Promise<ExitCode> {
  const place = openPlace(options, terminal);
  try {
    const findings = await runChecks(CHECKS, place, LIMIT_MS);
    const problems = findings.filter(({ status }) => status === 'problem').length;
    if (options.json) await printDocument('doctor', { ok: problems === 0, findings }, 'json', terminal);
    else {
      const lines = findingLines(findings, colorsOf(terminal.stdout, terminal.env));
      await writeLines(terminal.stdout, lines);
      const warnings = findings.filter(({ status }) => status === 'warning').length;
      await say(terminal, `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}`);
    }
    return problems === 0 ? ExitCode.Ok : ExitCode.RunFailed;
  } finally {
    await place.close();
  }
}
