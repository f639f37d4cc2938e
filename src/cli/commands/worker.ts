import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { viewServer } from '../../client/server-view.js';
import { LonghaulError } from '../../config/errors.js';
import { ExitCode } from '../../config/exit-code.js';
import { PACKAGE_ROOT } from '../../config/package.js';
import { longhaulPaths } from '../../config/paths.js';
import { connectOptions } from '../../server/connect-options.js';
import { ensureDaemon } from '../../server/daemon/ensure.js';
import { fingerprint } from '../../server/daemon/provider.js';
import { readKeyring } from '../../storage/encryption/read-keyring.js';
import { isS3Place } from '../../storage/objects/s3-place.js';
import type { ServeOptions } from '../../worker/serve.js';
import type { WorkerOptions } from '../options/options.js';
import { noticesOn, say, type Terminal } from '../terminal/terminal.js';
import { terminalLine } from '../terminal/terminal-text.js';

/** `longhaul worker`: serves runs until Ctrl-C or SIGTERM, then hands them over. */
export async function worker(options: WorkerOptions, terminal: Terminal): Promise<ExitCode> {
  const place = await placeFor(options, terminal);
  await (await viewServer(place.connection, place.namespace)).close(); // Temporal's worker has no words for people
  const { serve } = await loadWorker();
  const tell = noticesOn(terminal);
  if (!fingerprint(terminal.env).key)
    tell('warning: no key for a model provider is set here: agents that need one fail');
  process.once('SIGINT', () => tell('agents finish their turns, 15 s at most; Ctrl-C again ends at once'));
  await serve({
    ...place,
    env: terminal.env,
    log: (line) => tell(terminalLine(line)),
    ready: ({ pid, build }) =>
      tell(`serving ${place.connection.address}, namespace ${place.namespace} (pid ${pid}, build ${build})`),
  });
  await say(terminal, 'all work is handed over');
  return ExitCode.Ok;
}

type Place = Pick<ServeOptions, 'connection' | 'namespace' | 'storage'>;

async function placeFor(options: WorkerOptions, terminal: Terminal): Promise<Place> {
  const { env, home } = terminal;
  const found = await connectOptions(options, env);
  if (found.kind === 'daemon') return besideDaemon(options, terminal);
  const storage =
    storageAt(options.storage ?? env.LONGHAUL_STORAGE, terminal) ?? join(longhaulPaths(env, home).data, 'storage');
  return { connection: found.options, namespace: found.namespace, storage };
}

/** One more worker for the daemon: it keeps values where the others do, and encrypts as they do. */
async function besideDaemon(options: WorkerOptions, terminal: Terminal): Promise<Place> {
  const { env, home } = terminal;
  const notice = noticesOn(terminal);
  if (options.storage !== undefined) notice("warning: --storage is for clusters: the daemon's own is used");
  const daemon = await ensureDaemon({ env, paths: longhaulPaths(env, home), notice });
  const here = readKeyring(env).current?.id ?? null;
  if (here !== daemon.encryptionKey) {
    throw new LonghaulError('ENCRYPTION_KEY_DIFFERS', { here, daemon: daemon.encryptionKey });
  }
  return { connection: { address: daemon.address }, namespace: daemon.namespace, storage: daemon.storage };
}

function storageAt(place: string | undefined, { cwd }: Terminal): string | undefined {
  return !place || isS3Place(place) ? place || undefined : resolve(cwd, place);
}

/** From `dist`: Temporal's worker finds its threads and its native parts as files, so the command's bundle cannot hold it. */
async function loadWorker(): Promise<typeof import('../../worker/serve.js')> {
  const file = join(PACKAGE_ROOT, 'dist', 'worker', 'serve.js');
  return (await import(pathToFileURL(file).href)) as typeof import('../../worker/serve.js');
}
