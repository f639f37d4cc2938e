import { join } from 'node:path';
import { packageVersion } from '../config/package.js';
import { longhaulPaths } from '../config/paths.js';
import { type ConnectFlags, connectOptions } from '../server/connect-options.js';
import { ensureDaemon } from '../server/daemon/ensure.js';
import { daemonForAgents } from './daemon-provider.js';
import { connectGateway } from './gateway/gateway-client.js';
import type { ClientSettings, LonghaulClient } from './longhaul-client.js';

export interface OpenOptions {
  readonly connect: ConnectFlags;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  /** `provider`: agents are about to ask a real model, so the local worker must have a key for one. */
  readonly needs: 'provider' | 'server';
  /** Told, in one line, before something slow begins, and what a person should know of the worker. */
  readonly notice: (line: string) => void;
}

/**
 * A client of the cluster that flags, environment or profile name; else of the local daemon, started when it does not run.
 *
 * Throws SERVER_UNREACHABLE, NO_PROVIDER, and what `connectOptions` and `ensureDaemon` name.
 */
export async function openClient(options: OpenOptions): Promise<LonghaulClient> {
  const { settings, gateway } = await placeFor(options);
  // Temporal's client takes longer to load than all else: with a gateway it is not needed at all.
  const direct = async () => (await import('./longhaul-client.js')).connectClient(settings);
  const client = gateway ? await connectGateway(gateway, direct) : null;
  return client ?? direct();
}

interface Place {
  readonly settings: ClientSettings;
  /** Socket of the local daemon's gateway; null where there is none that speaks as we do. */
  readonly gateway: string | null;
}

async function placeFor({ env, home, notice, needs, connect }: OpenOptions): Promise<Place> {
  const paths = longhaulPaths(env, home);
  const place = await connectOptions(connect, env);
  if (place.kind === 'cluster') {
    // The workers of a cluster share this folder, or were told another by the same variable.
    const storage = env.LONGHAUL_STORAGE || join(paths.data, 'storage');
    return { settings: { connection: place.options, namespace: place.namespace, storage }, gateway: null };
  }
  const obtain = needs === 'provider' ? daemonForAgents : ensureDaemon;
  const { address, namespace, storage, gatewaySocket, versions } = await obtain({ env, paths, notice });
  return {
    settings: { connection: { address }, namespace, storage },
    gateway: versions.longhaul === packageVersion() ? gatewaySocket : null,
  };
}
