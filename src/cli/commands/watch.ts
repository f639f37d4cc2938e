import type { LonghaulClient } from '../../client/longhaul-client.js';
import { openClient } from '../../client/open-client.js';
import { findRecorded, readRecord } from '../../client/resume/archived-run.js';
import { type SaveTo, saveWorkflow, usualTarget } from '../../client/save-workflow.js';
import { LonghaulError } from '../../config/errors.js';
import type { ExitCode } from '../../config/exit-code.js';
import { longhaulPaths } from '../../config/paths.js';
import { connectOptions } from '../../server/connect-options.js';
import { runningDaemon } from '../../server/daemon/ensure.js';
import { daemonFiles } from '../../server/daemon/record.js';
import { dashboard } from '../dashboard/dashboard.js';
import { inWhoseName } from '../in-whose-name.js';
import type { ConnectionOptions } from '../options/options.js';
import { noticesOn, type Terminal } from '../terminal/terminal.js';

/** `longhaul watch`: the dashboard, of all runs or of one. Throws NOT_A_TERMINAL. */
export async function watch(named: string | null, options: ConnectionOptions, terminal: Terminal): Promise<ExitCode> {
  const { env, home, stdin, stdout } = terminal;
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb';
  if (!isTerminal) throw new LonghaulError('NOT_A_TERMINAL', {});
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  const run =
    named === null
      ? null
      : await findRecorded(named, client).catch(async (error: unknown) => {
          await client.close();
          throw error;
        });
  return dashboard(client, run, {
    terminal,
    reopen: () => reopen(options, terminal),
    save: (client, run, wish) => saveRun(client, run, wish, terminal),
    saveTo: await usualTarget(terminal),
    by: inWhoseName(),
    now: Date.now,
  });
}

async function saveRun(
  client: LonghaulClient,
  run: string,
  wish: { readonly name: string; readonly to: SaveTo },
  terminal: Terminal,
): Promise<string> {
  const { spec } = await readRecord(await client.storage(), run);
  return saveWorkflow({ script: spec.script, ...wish, replace: 'never' }, terminal);
}

/** A daemon that a person has stopped is not started behind their back. */
async function reopen(connect: ConnectionOptions, { env, home }: Terminal): Promise<LonghaulClient> {
  const isLocal = (await connectOptions(connect, env)).kind === 'daemon';
  if (isLocal && !runningDaemon(daemonFiles(longhaulPaths(env, home)).record)) {
    throw new LonghaulError('SERVER_UNREACHABLE', { address: 'the local daemon', reason: 'it does not run' });
  }
  return openClient({ connect, env, home, needs: 'server' });
}
