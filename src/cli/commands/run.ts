import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { LonghaulClient } from '../../client/longhaul-client.js';
import { openClient } from '../../client/open-client.js';
import { type PreparedRun, prepareRun, type RunRequest } from '../../client/prepare-run.js';
import type { RunHandle } from '../../client/run-handle.js';
import { isLonghaulError, LonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import { runCaps } from '../caps.js';
import { followOptions } from '../follow-options.js';
import { followRun } from '../follow-run.js';
import type { RunOptions } from '../options.js';
import { printDocument } from '../print-result.js';
import { readArgs } from '../read-args.js';
import { rejectionOf } from '../rejection.js';
import type { OutputForm } from '../screens/choose-screen.js';
import { noticesOn, say, type Terminal, write } from '../terminal.js';
import { terminalLine } from '../terminal-text.js';

/** `longhaul run`: prepares a run, starts it, and follows it to its end. */
export async function run(script: string, options: RunOptions, terminal: Terminal): Promise<ExitCode> {
  const follow = followOptions(options);
  const { client, handle } = await start(script, options, terminal).catch(async (error: unknown) => {
    if (follow.form === 'text' || !isLonghaulError(error)) throw error;
    await printDocument(rejectionOf(error), follow.form, terminal);
    throw error;
  });
  try {
    if (options.detach) return await printStarted(handle.run, follow.form, terminal);
    return await followRun(handle, follow, terminal);
  } finally {
    await client.close();
  }
}

interface Started {
  readonly client: LonghaulClient;
  readonly handle: RunHandle;
}

/** Everything that can be wrong with what was asked is found before anything is started. */
async function start(script: string, options: RunOptions, terminal: Terminal): Promise<Started> {
  const provider = isOffline(options, terminal) ? 'offline' : 'anthropic';
  const prepared = await prepare({ script, provider }, options, terminal);
  if (!options.quiet) for (const line of noteLines(prepared.notes)) await say(terminal, line);
  if (provider === 'offline') await say(terminal, OFFLINE_NOTICE);
  const client = await openClient({
    connect: options,
    env: terminal.env,
    home: terminal.home,
    needs: provider === 'offline' ? 'server' : 'provider',
    notice: noticesOn(terminal),
  });
  try {
    return { client, handle: await client.start(prepared) };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Notes shown; of a folder full of broken files nobody reads all. */
const MOST_NOTES = 5;

function noteLines(notes: PreparedRun['notes']): readonly string[] {
  const more = notes.length - MOST_NOTES;
  const shown = notes.slice(0, MOST_NOTES).map(({ file, reason }) => terminalLine(`note: ${file}: ${reason}`));
  return more > 0 ? [...shown, `note: … and ${more} more files`] : shown;
}

const OFFLINE_NOTICE = 'offline: the scripted model answers; nothing below is the work of a real model';

function isOffline(options: RunOptions, { env }: Terminal): boolean {
  return options.offline ?? env.LONGHAUL_OFFLINE === '1';
}

async function prepare(
  wanted: Required<Pick<RunRequest, 'script' | 'provider'>>,
  options: RunOptions,
  terminal: Terminal,
): Promise<PreparedRun> {
  const workspace = resolve(terminal.cwd, options.cwd ?? '.');
  if (!(await isDirectory(workspace))) throw new LonghaulError('WORKSPACE_MISSING', { folder: workspace });
  const { args, model, concurrency, maxAgents } = options;
  const request: RunRequest = {
    ...wanted,
    workspace,
    trust: options.trust ?? false,
    onAsk: options.onAsk ?? (isAttended(options, terminal) ? 'wait' : 'deny'),
    ...(args !== undefined && { args: await readArgs(args, terminal) }),
    ...(model !== undefined && { model }),
    caps: runCaps(options),
    limits: { ...(concurrency !== undefined && { concurrency }), ...(maxAgents !== undefined && { maxAgents }) },
  };
  return prepareRun(request, { env: terminal.env, home: terminal.home });
}

/** Whether somebody follows the run who can be asked. */
function isAttended({ detach, json, output = 'text' }: RunOptions, { stdin, stderr }: Terminal): boolean {
  return !detach && !json && output === 'text' && stdin.isTTY === true && stderr.isTTY === true;
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null); // absent or unreadable: nothing to work in, either way
  return found?.isDirectory() ?? false;
}

async function printStarted(run: string, form: OutputForm, terminal: Terminal): Promise<ExitCode> {
  if (form !== 'text') {
    await printDocument({ run, status: 'running' }, form, terminal);
    return ExitCode.Ok;
  }
  await write(terminal.stdout, `${run}\n`);
  await say(terminal, `The run goes on by itself. To follow it: longhaul attach ${run}`);
  return ExitCode.Ok;
}
