import type { ServerView } from '../../client/server-view.js';
import { longhaulPaths } from '../../config/paths.js';
import { type Connect, type ConnectFlags, connectOptions } from '../../server/connect-options.js';
import { daemonStatus } from '../../server/daemon/status.js';
import type { Terminal } from '../terminal/terminal.js';
import type { DoctorPlace, Where } from './check.js';

/** The place a command would be run from with these flags. `close` ends the connection, if one was made. */
export function openPlace(
  flags: ConnectFlags,
  { env, home, cwd }: Terminal,
): DoctorPlace & { readonly close: () => Promise<void> } {
  const paths = longhaulPaths(env, home);
  const connect = once(() => connectOptions(flags, env));
  const daemon = once(() => daemonStatus(paths));
  const server = once(async () => connected(await connect(), daemon));
  let asked = false;
  return {
    env,
    home,
    cwd,
    paths,
    flags,
    where: async () => whereOf(await connect(), daemon),
    server: () => {
      asked = true;
      return server();
    },
    close: async () => {
      if (asked) await (await server().catch(() => null))?.close();
    },
  };
}

type Status = () => ReturnType<typeof daemonStatus>;

async function whereOf(connect: Connect, daemon: Status): Promise<Where> {
  if (connect.kind === 'daemon') return { kind: 'daemon', status: await daemon() };
  return { kind: 'cluster', address: connect.options.address, namespace: connect.namespace };
}

async function connected(connect: Connect, daemon: Status): Promise<ServerView | null> {
  // Loaded late: where no server is up there is nothing to ask.
  const view = async (...args: Parameters<typeof import('../../client/server-view.js').viewServer>) =>
    (await import('../../client/server-view.js')).viewServer(...args);
  if (connect.kind === 'cluster') return view(connect.options, connect.namespace);
  const status = await daemon();
  return status.at === 'running' ? view({ address: status.info.address }, status.info.namespace) : null;
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => (result ??= work());
}
