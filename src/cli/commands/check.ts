import { faultProblem } from '../../client/dry-run/fault-problem.js';
import type { DryRun } from '../../client/dry-run/rehearsal.js';
import { dryRun } from '../../client/dry-run.js';
import { estimatePath, type PathEstimate } from '../../client/estimate.js';
import { prepareRun, readScriptFile } from '../../client/prepare-run.js';
import { ExitCode } from '../../config/exit-code.js';
import { checkScript } from '../../script/checks.js';
import type { CompiledScript } from '../../script/compiled-script.js';
import { type Finding, printFindings } from '../output/findings.js';
import type { CheckOptions } from '../options/options.js';
import { dryRunLines } from '../output/print-dry-run.js';
import { printDocument } from '../output/print-result.js';
import { readArgs } from '../options/read-args.js';
import { type Terminal, writeLines } from '../terminal/terminal.js';

/** `longhaul check`: what is wrong with a script, or looks wrong, without running it; with `--dry-run` also on one path through it. */
export async function check(file: string, options: CheckOptions, terminal: Terminal): Promise<ExitCode> {
  const { script, problems } = checkScript({ file, text: await readScriptFile(file) });
  const rehearsed = options.dryRun && script ? await rehearsal(script, options, terminal) : null;
  const findings = [...problems, ...(rehearsed?.findings ?? [])];
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  if (options.json) {
    const { dryRun: walked = null, estimate = null } = rehearsed ?? {};
    const path = options.dryRun && { dryRun: walked, estimate };
    await printDocument('check', { file, ok: errors === 0, problems: findings, ...path }, 'json', terminal);
  } else {
    await printFindings(file, findings, terminal.stdout, terminal);
    if (rehearsed) await writeLines(terminal.stdout, dryRunLines(rehearsed.dryRun, rehearsed.estimate));
  }
  return errors > 0 ? ExitCode.Usage : ExitCode.Ok;
}

interface Rehearsed {
  readonly dryRun: DryRun;
  readonly estimate: PathEstimate;
  readonly findings: readonly Finding[];
}

async function rehearsal(script: CompiledScript, options: CheckOptions, terminal: Terminal): Promise<Rehearsed> {
  const { cwd, env, home } = terminal;
  const args = options.args === undefined ? {} : { args: await readArgs(options.args, terminal) };
  const { spec } = await prepareRun({ script: script.file, workspace: cwd, ...args }, { env, home });
  const run = await dryRun({ ...spec, script }); // the file, even where a saved workflow has its name
  const findings = run.ended === 'faulted' ? [faultProblem(run.fault, script.file)] : [];
  return { dryRun: run, estimate: estimatePath(run, spec.prices, []), findings };
}
