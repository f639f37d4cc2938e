import { resolve } from 'node:path';
import { requireWorkflows } from '../../agent/context/workflow-policy.js';
import { goesOn } from '../../client/goes-on.js';
import type { LonghaulClient } from '../../client/longhaul-client.js';
import { openClient } from '../../client/open-client.js';
import { readScriptFile } from '../../client/prepare-run.js';
import { type ArchivedRun, findRecorded, readArchived } from '../../client/resume/archived-run.js';
import { type Forecast, forecast } from '../../client/resume/forecast.js';
import {
  isWorkspaceUnchanged,
  type PreparedResume,
  prepareResume,
  type ResumeRequest,
  withJournal,
} from '../../client/resume/prepare-resume.js';
import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import type { CompiledScript } from '../../script/compiled-script.js';
import { digestOf } from '../../script/digest.js';
import type { Totals } from '../../workflows/run-result.js';
import { AlreadyPrinted } from '../output/already-printed.js';
import { trustIn } from '../approval/trusting.js';
import { asksFirst, isAttended } from '../terminal/attended.js';
import { confirm } from '../terminal/confirm.js';
import { followOptions } from '../options/follow-options.js';
import { followRun } from '../follow-run.js';
import { forecastLine } from '../output/forecast-line.js';
import { requestedLimits } from '../options/limits.js';
import type { ResumeOptions } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { readArgs } from '../options/read-args.js';
import { rejectionOf } from '../output/rejection.js';
import type { OutputForm } from '../screens/choose-screen.js';
import { printStarted, requireFolder, sayBeforeStart } from '../starting.js';
import { noticesOn, say, type Terminal, write } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** What the old run may be doing: `resume` is for those that have ended, `fork` for all. */
export type ResumeCommand = 'resume' | 'fork';

/**
 * `longhaul resume` and `fork`: starts a run that takes over what an old one has done. A run that is paused has not ended:
 * to resume it is to let it go on.
 */
export async function resume(
  command: ResumeCommand,
  named: string,
  options: ResumeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { form } = followOptions(options);
  const client = await connect('server', options, terminal);
  let prepared: PreparedResume;
  try {
    const run = await findRecorded(named, client);
    if (command === 'resume' && (await goesOn(client.attach(run)))) return await letGoOn(run, options, terminal);
    const old = await readArchived(await client.storage(), run);
    prepared = await prepare(old, undefined, options, terminal);
    await sayWhatDiffers(old, prepared, options, terminal);
    const past = await client.past(prepared.spec.script.meta.name, MOST_PAST);
    if (options.dryRun) return await printForecast(run, await forecast(prepared, past), form, terminal);
    prepared = await approved(old, prepared, past, options, terminal);
  } catch (error) {
    if (form === 'text' || !isLonghaulError(error)) throw error;
    await printDocument('result', rejectionOf(error), form, terminal);
    throw new AlreadyPrinted(error);
  } finally {
    await client.close();
  }
  return start(prepared, options, terminal);
}

/** `edited` goes before the script that the options name. */
async function prepare(
  old: ArchivedRun,
  edited: CompiledScript | undefined,
  options: ResumeOptions,
  terminal: Terminal,
): Promise<PreparedResume> {
  const request = await requestOf(options, terminal);
  await requireFolder(request.workspace ?? old.spec.workspace);
  return prepareResume({ ...request, ...(edited && { script: edited }) }, old, terminal);
}

/** A person is asked for a script that is another than that of the old run. */
async function approved(
  old: ArchivedRun,
  prepared: PreparedResume,
  past: readonly Totals[],
  options: ResumeOptions,
  terminal: Terminal,
): Promise<PreparedResume> {
  const { script } = prepared.spec;
  const estimate = async (run: PreparedResume) => forecastLine(await forecast(run, past));
  const asked = script.digest !== old.spec.script.digest && asksFirst(options, terminal);
  const trust = asked ? await trustIn(prepared, terminal) : 'trusted';
  if (trust === 'trusted') {
    if (!options.quiet) await say(terminal, await estimate(prepared));
    return prepared;
  }
  const { approve } = await import('../approval/approve.js');
  return approve(
    {
      prepared,
      trust,
      file: script.file === options.script ? options.script : null,
      prepare: (edited) => prepare(old, edited, options, terminal),
      estimate,
    },
    terminal,
  );
}

/** Runs of the same workflow looked at to say what an agent takes. */
const MOST_PAST = 20;

function connect(needs: 'server' | 'provider', options: ResumeOptions, terminal: Terminal): Promise<LonghaulClient> {
  const { env, home } = terminal;
  return openClient({ connect: options, env, home, needs, notice: noticesOn(terminal) });
}

/** Ends the pause of a run. Whoever wants it otherwise wants another run. */
async function letGoOn(run: string, options: ResumeOptions, terminal: Terminal): Promise<ExitCode> {
  if (wantsAnother(options)) throw new LonghaulError('RUN_GOES_ON', { run });
  await requireWorkflows({ workspace: terminal.cwd, env: terminal.env, home: terminal.home });
  try {
    const { control } = await import('./control.js');
    return await control('resume', run, options, terminal);
  } catch (cause) {
    if (!isLonghaulError(cause) || cause.code !== 'WRONG_STATE') throw cause;
    throw new LonghaulError('RUN_GOES_ON', { run }, { cause });
  }
}

function wantsAnother({ script, args, onlyPrefix, keepFailures, dryRun, invalidate }: ResumeOptions): boolean {
  return [script, args, onlyPrefix, keepFailures, dryRun, invalidate].some((option) => option !== undefined);
}

async function requestOf(options: ResumeOptions, terminal: Terminal): Promise<ResumeRequest> {
  const { script, args, cwd, model, trust, onCap, onAsk, askTimeout } = options;
  const { caps: asked, ...limits } = requestedLimits(options);
  const { onCap: _, ...caps } = asked ?? {};
  return {
    ...limits,
    caps: { ...caps, ...(onCap && { onCap }) },
    rule: options.onlyPrefix ? 'prefix' : 'keyed',
    keepFailures: options.keepFailures ?? false,
    invalidate: options.invalidate ?? [],
    onAsk: onAsk ?? (isAttended(options, terminal) ? 'wait' : 'deny'),
    ...(script !== undefined && { script }),
    ...(args !== undefined && { args: await readArgs(args, terminal) }),
    ...(cwd !== undefined && { workspace: resolve(terminal.cwd, cwd) }),
    ...(model !== undefined && { model }),
    ...(trust !== undefined && { trust }),
    ...(askTimeout !== undefined && { askTimeoutMs: askTimeout }),
  };
}

/** What of the surroundings is not as the old run had it. Throws WORKSPACE_CHANGED when nobody says that it does not matter. */
async function sayWhatDiffers(
  old: ArchivedRun,
  prepared: PreparedResume,
  options: ResumeOptions,
  terminal: Terminal,
): Promise<void> {
  await sayBeforeStart(prepared, options, terminal);
  if (old.lost > 0) {
    const results = old.lost === 1 ? 'One result' : `${old.lost} results`;
    await say(
      terminal,
      `${results} in the record of ${prepared.from} cannot be read: what these agents have said is in their transcripts.`,
    );
  }
  if (options.script === undefined && (await hasChanged(old, terminal))) {
    const file = terminalLine(old.spec.script.file);
    await say(
      terminal,
      `${file} has changed since: the script is the recorded one. To take the new one: --script ${file}`,
    );
  }
  if ((await isWorkspaceUnchanged(old, prepared.spec)) !== false || options.workspaceChanged === 'ok') return;
  const changed = { run: prepared.from, folder: prepared.spec.workspace };
  const asks = options.workspaceChanged === undefined && isAttended(options, terminal);
  if (asks && (await confirm(`Files in ${changed.folder} are not as ${changed.run} left them. Go on?`, terminal)))
    return;
  throw new LonghaulError('WORKSPACE_CHANGED', changed);
}

/** A file that is gone, or is no script any more, has no newer text. */
async function hasChanged({ spec: { script } }: ArchivedRun, { cwd }: Terminal): Promise<boolean> {
  const text = await readScriptFile(resolve(cwd, script.file)).catch(() => null);
  return text !== null && digestOf(text) !== script.digest;
}

async function printForecast(
  from: string,
  expected: Forecast,
  form: OutputForm,
  terminal: Terminal,
): Promise<ExitCode> {
  const { reused, begun, toRun } = expected;
  const { agents, atLeast, tokens, cost } = toRun;
  if (form === 'text') await write(terminal.stdout, `${forecastLine(expected)}\n`);
  else
    await printDocument(
      'forecast',
      { from, reused, toRun: agents, goingOn: begun, atLeast, tokens, cost },
      form,
      terminal,
    );
  return ExitCode.Ok;
}

async function start(prepared: PreparedResume, options: ResumeOptions, terminal: Terminal): Promise<ExitCode> {
  const follow = followOptions(options);
  const needs = prepared.spec.model.provider === 'offline' ? 'server' : 'provider';
  const client = await connect(needs, options, terminal);
  try {
    const handle = await client.start(await withJournal(prepared, await client.storage()));
    if (options.detach) return await printStarted(handle.run, follow.form, terminal);
    return await followRun(handle, follow, terminal);
  } finally {
    await client.close();
  }
}
