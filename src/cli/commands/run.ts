import { resolve } from 'node:path';
import { estimateRun } from '../../client/estimate-run.js';
import type { LonghaulClient } from '../../client/longhaul-client.js';
import { openClient } from '../../client/open-client.js';
import { type PreparedRun, prepareRun, type RunRequest } from '../../client/prepare-run.js';
import type { RunHandle } from '../../client/run-handle.js';
import { isLonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import { AlreadyPrinted } from '../output/already-printed.js';
import { trustIn } from '../approval/trusting.js';
import { estimateLine, offlineEstimateLine } from '../output/estimate-line.js';
import { followOptions } from '../options/follow-options.js';
import { followRun } from '../follow-run.js';
import { asksFirst, isAttended, isText } from '../terminal/attended.js';
import { requestedLimits } from '../options/limits.js';
import type { RunOptions } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { readArgs } from '../options/read-args.js';
import { printStarted, requireFolder, sayBeforeStart } from '../starting.js';
import { rejectionOf } from '../output/rejection.js';
import { noticesOn, say, type Terminal } from '../terminal/terminal.js';

/** `longhaul run`: prepares a run, starts it, and follows it to its end. */
export async function run(script: string, options: RunOptions, terminal: Terminal): Promise<ExitCode> {
  const follow = followOptions(options);
  const { client, handle } = await start(script, options, terminal).catch(async (error: unknown) => {
    if (follow.form === 'text' || !isLonghaulError(error)) throw error;
    await printDocument('result', rejectionOf(error), follow.form, terminal);
    throw new AlreadyPrinted(error);
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
  await sayBeforeStart(prepared, options, terminal);
  const client = await openClient({
    connect: options,
    env: terminal.env,
    home: terminal.home,
    needs: provider === 'offline' ? 'server' : 'provider',
    notice: noticesOn(terminal),
  });
  try {
    const approved = await approvedRun(script, prepared, client, options, terminal);
    return { client, handle: await client.start(approved) };
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** How long a start may be delayed by saying what it may take. */
const ESTIMATE_WITHIN_MS = 2_000;

/** The run as it was prepared, or as the person who was asked wants it. */
async function approvedRun(
  named: string,
  prepared: PreparedRun,
  client: LonghaulClient,
  options: RunOptions,
  terminal: Terminal,
): Promise<PreparedRun> {
  const { script, model } = prepared.spec;
  const { provider } = model;
  const words = provider === 'offline' ? offlineEstimateLine : estimateLine;
  const estimate = async ({ spec }: PreparedRun) => words(await estimateRun(client, spec, ESTIMATE_WITHIN_MS));
  const trust = asksFirst(options, terminal) ? await trustIn(prepared, terminal) : 'trusted';
  if (trust === 'trusted') {
    const line = isWatched(options, terminal) && provider !== 'offline' ? await estimate(prepared) : null;
    if (line !== null) await say(terminal, line);
    return prepared;
  }
  const { approve } = await import('../approval/approve.js');
  return approve(
    {
      prepared,
      trust,
      file: script.file === named ? named : null,
      prepare: (edited) => prepare({ script: edited, provider }, options, terminal),
      estimate,
    },
    terminal,
  );
}

function isOffline(options: RunOptions, { env }: Terminal): boolean {
  return options.offline ?? env.LONGHAUL_OFFLINE === '1';
}

async function prepare(
  wanted: Required<Pick<RunRequest, 'script' | 'provider'>>,
  options: RunOptions,
  terminal: Terminal,
): Promise<PreparedRun> {
  const workspace = resolve(terminal.cwd, options.cwd ?? '.');
  await requireFolder(workspace);
  const { args, model, askTimeout } = options;
  const request: RunRequest = {
    ...wanted,
    ...requestedLimits(options),
    workspace,
    trust: options.trust ?? false,
    onAsk: options.onAsk ?? (isAttended(options, terminal) ? 'wait' : 'deny'),
    ...(args !== undefined && { args: await readArgs(args, terminal) }),
    ...(model !== undefined && { model }),
    ...(askTimeout !== undefined && { askTimeoutMs: askTimeout }),
  };
  return prepareRun(request, { env: terminal.env, home: terminal.home });
}

/** Whether a person reads what is said before the start. */
function isWatched(options: RunOptions, { stderr }: Terminal): boolean {
  return isText(options) && !options.quiet && stderr.isTTY === true;
}
