import { resolve } from 'node:path';
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
import { digestOf } from '../../script/digest.js';
import { isAttended } from '../attended.js';
import { confirm } from '../confirm.js';
import { followOptions } from '../follow-options.js';
import { followRun } from '../follow-run.js';
import { forecastLine } from '../forecast-line.js';
import { requestedLimits } from '../limits.js';
import type { ResumeOptions } from '../options.js';
import { printDocument } from '../print-result.js';
import { readArgs } from '../read-args.js';
import { rejectionOf } from '../rejection.js';
import type { OutputForm } from '../screens/choose-screen.js';
import { printStarted, requireFolder, sayBeforeStart } from '../starting.js';
import { noticesOn, say, type Terminal, write } from '../terminal.js';
import { terminalLine } from '../terminal-text.js';

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
    if (command === 'resume' && (await goesOn(run, client))) return await letGoOn(run, options, terminal);
    prepared = await prepare(run, client, options, terminal);
    const expected = await forecast(prepared, await client.past(prepared.spec.script.meta.name, MOST_PAST));
    if (options.dryRun) return await printForecast(run, expected, form, terminal);
    if (!options.quiet) await say(terminal, forecastLine(expected));
  } catch (error) {
    if (form !== 'text' && isLonghaulError(error)) await printDocument('result', rejectionOf(error), form, terminal);
    throw error;
  } finally {
    await client.close();
  }
  return start(prepared, options, terminal);
}

async function prepare(
  run: string,
  client: LonghaulClient,
  options: ResumeOptions,
  terminal: Terminal,
): Promise<PreparedResume> {
  const old = await readArchived(await client.storage(), run);
  const request = await requestOf(options, terminal);
  await requireFolder(request.workspace ?? old.spec.workspace);
  const prepared = await prepareResume(request, old, terminal);
  await sayWhatDiffers(old, prepared, options, terminal);
  return prepared;
}

/** Runs of the same workflow looked at to say what an agent takes. */
const MOST_PAST = 20;

function connect(needs: 'server' | 'provider', options: ResumeOptions, terminal: Terminal): Promise<LonghaulClient> {
  const { env, home } = terminal;
  return openClient({ connect: options, env, home, needs, notice: noticesOn(terminal) });
}

async function goesOn(run: string, client: LonghaulClient): Promise<boolean> {
  try {
    return await client.attach(run).isOpen();
  } catch (error) {
    if (isLonghaulError(error) && error.code === 'RUN_NOT_FOUND') return false;
    throw error;
  }
}

/** Ends the pause of a run. Whoever wants it otherwise wants another run. */
async function letGoOn(run: string, options: ResumeOptions, terminal: Terminal): Promise<ExitCode> {
  if (wantsAnother(options)) throw new LonghaulError('RUN_GOES_ON', { run });
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
