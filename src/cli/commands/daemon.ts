import { daemonOfThisTerminal } from '../../client/daemon-provider.js';
import { ExitCode } from '../../config/exit-code.js';
import { longhaulPaths } from '../../config/paths.js';
import type { ProviderFingerprint } from '../../server/daemon/provider.js';
import type { DaemonInfo } from '../../server/daemon/record.js';
import { type DaemonStatus, daemonStatus } from '../../server/daemon/status.js';
import { stopDaemon } from '../../server/daemon/stop.js';
import type { JsonOption } from '../options/options.js';
import { printDocument } from '../output/print-result.js';
import { noticesOn, say, type Terminal, writeLines } from '../terminal/terminal.js';

/** `longhaul up`: the local daemon, started when it does not run, with this terminal's provider settings. */
export async function up(options: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const { env, home } = terminal;
  await daemonOfThisTerminal({ env, paths: longhaulPaths(env, home), notice: noticesOn(terminal) });
  return status(options, terminal);
}

/** `longhaul down`: ends server and worker. Runs in progress go on when they come back. */
export async function down(options: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const { env, home } = terminal;
  const stopped = await stopDaemon(longhaulPaths(env, home));
  if (options.json) await printDocument('down', { stopped }, 'json', terminal);
  else await say(terminal, stopped ? 'The local daemon is stopped. Runs go on when it is back.' : 'It does not run.');
  return ExitCode.Ok;
}

/** `longhaul status`: how the local daemon stands. Starts nothing. */
export async function status(options: JsonOption, terminal: Terminal): Promise<ExitCode> {
  const found = await daemonStatus(longhaulPaths(terminal.env, terminal.home));
  if (options.json) await printDocument('status', found, 'json', terminal);
  else await writeLines(terminal.stdout, statusLines(found));
  return ExitCode.Ok;
}

/** What a person reads about the daemon. */
export function statusLines(found: DaemonStatus): readonly string[] {
  switch (found.at) {
    case 'stopped':
      return ['The local daemon does not run. `longhaul up` starts it, and so does any command that needs it.'];
    case 'starting':
      return [`The local daemon is starting (pid ${found.supervisor.pid}).`];
    case 'crashed':
      return [
        `The local daemon was killed; of it are left: ${found.leftovers.map(({ pid }) => `pid ${pid}`).join(', ')}.`,
        'The next `longhaul up` ends them and starts anew; `longhaul down` only ends them.',
      ];
    case 'running':
      return runningLines(found.info, found.down);
  }
}

function runningLines(info: DaemonInfo, down: readonly string[]): readonly string[] {
  const process = (name: 'server' | 'worker'): string =>
    down.includes(name) ? 'is being started again' : `pid ${info[name]?.pid}`;
  return [
    `server     ${info.address}, namespace ${info.namespace} (${process('server')})`,
    `web UI     ${info.uiUrl}`,
    `worker     ${process('worker')}`,
    `provider   ${providerWords(info.provider)}`,
    `versions   Longhaul ${info.versions.longhaul}, Temporal server ${info.versions.server}`,
    `storage    ${info.storage}`,
    `logs       ${info.logs}`,
    `since      ${info.startedAt} (pid ${info.supervisor.pid})`,
  ];
}

function providerWords({ key, cloud, baseUrl }: ProviderFingerprint): string {
  const where = baseUrl ?? cloud ?? 'Anthropic API';
  if (cloud !== null) return where;
  return key ? `${where}, with a key` : `${where}, no key (agents need one, or --offline)`;
}
