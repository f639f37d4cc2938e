import { homedir } from 'node:os';
import { join } from 'node:path';
import { detail } from '../config/details.js';
import { LonghaulError } from '../config/errors.js';
import { packageVersion } from '../config/package.js';
import { longhaulPaths } from '../config/paths.js';
import { type ConnectFlags, connectOptions } from '../server/connect-options.js';
import { ensureDaemon } from '../server/daemon/ensure.js';
import { readKeyring } from '../storage/encryption/read-keyring.js';
import { daemonForAgents } from './daemon-provider.js';
import { connectGateway } from './gateway/gateway-client.js';
import type { ClientSettings, LonghaulClient } from './longhaul-client.js';

export interface OpenOptions {
  /** Go before the environment; none unless given. */
  readonly connect?: ConnectFlags;
  /** Of this process unless given, as is the home folder of its user. */
  readonly env?: NodeJS.ProcessEnv;
  readonly home?: string;
  /** `provider`: agents are about to ask a real model, so the local worker must have a key for one. `server` unless given. */
  readonly needs?: 'provider' | 'server';
  /** Told, in one line, before something slow begins, and what a person should know of the worker. */
  readonly notice?: (line: string) => void;
}

/**
 * A client of the cluster that flags, environment or profile name; else of the local daemon, started when it does not run.
 *
 * Throws SERVER_UNREACHABLE, NO_PROVIDER, and what `connectOptions` and `ensureDaemon` name.
 */
export async function openClient(options: OpenOptions = {}): Promise<LonghaulClient> {
  const { env = process.env } = options;
  const { settings, gateway, refuseDirect } = await placeFor(options);
  // Temporal's client takes longer to load than all else: with a gateway it is not needed at all.
  const direct = async () => {
    refuseDirect?.();
    return (await import('./longhaul-client.js')).connectClient(settings);
  };
  const storage = async () => (await import('../storage/storage.js')).openStorage(settings.storage, env);
  const client = gateway ? await timed('the gateway', () => connectGateway(gateway, { direct, storage })) : null;
  return client ?? timed('Temporal', direct);
}

async function timed<T>(what: string, connecting: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const connected = await connecting();
  const ms = Math.round(performance.now() - began);
  detail(() => (connected === null ? `nobody answers at ${what}` : `connected to ${what} in ${ms} ms`));
  return connected;
}

interface Place {
  readonly settings: ClientSettings;
  /** Socket of the local daemon's gateway; null where there is none that speaks as we do. */
  readonly gateway: string | null;
  /** Throws where this process would leave open what the daemon encrypts. */
  readonly refuseDirect?: () => void;
}

async function placeFor({
  connect = {},
  env = process.env,
  home = homedir(),
  needs = 'server',
  notice = () => {},
}: OpenOptions): Promise<Place> {
  const paths = longhaulPaths(env, home);
  const place = await connectOptions(connect, env);
  if (place.kind === 'cluster') {
    // The workers of a cluster share this folder, or were told another by the same variable.
    const storage = env.LONGHAUL_STORAGE || join(paths.data, 'storage');
    detail(() => `server ${place.options.address}, namespace ${place.namespace}, storage ${storage}`);
    return { settings: { connection: place.options, namespace: place.namespace, storage, env }, gateway: null };
  }
  const obtain = needs === 'provider' ? daemonForAgents : ensureDaemon;
  const daemon = await obtain({ env, paths, notice });
  const { address, namespace, storage, gatewaySocket, versions } = daemon;
  detail(() => `server ${address}, of the local daemon (pid ${daemon.supervisor.pid}), storage ${storage}`);
  const here = readKeyring(env).current?.id ?? null;
  const there = daemon.encryptionKey ?? null;
  const refuse = (): never => {
    throw new LonghaulError('ENCRYPTION_KEY_DIFFERS', { here, daemon: there });
  };
  if (here !== null && here !== there) refuse();
  return {
    settings: { connection: { address }, namespace, storage, env },
    gateway: versions.longhaul === packageVersion() ? gatewaySocket : null,
    ...(here !== there && { refuseDirect: refuse }),
  };
}
