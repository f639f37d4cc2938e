import { join } from 'node:path';
import { longhaulPaths } from '../config/paths.js';
import { type ConnectFlags, connectOptions } from '../server/connect-options.js';
import { ensureDaemon } from '../server/daemon/ensure.js';
import { daemonForAgents } from './daemon-provider.js';
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
  const settings = await settingsFor(options);
  // Temporal's client takes longer to load than all else: what is refused before need not wait for it.
  const { connectClient } = await import('./longhaul-client.js');
  return connectClient(settings);
}

async function settingsFor({ env, home, notice, needs, connect }: OpenOptions): Promise<ClientSettings> {
  const paths = longhaulPaths(env, home);
  const place = await connectOptions(connect, env);
  if (place.kind === 'cluster') {
    // The workers of a cluster share this folder, or were told another by the same variable.
    const storage = env.LONGHAUL_STORAGE || join(paths.data, 'storage');
    return { connection: place.options, namespace: place.namespace, storage };
  }
  const obtain = needs === 'provider' ? daemonForAgents : ensureDaemon;
  const { address, namespace, storage } = await obtain({ env, paths, notice });
  return { connection: { address }, namespace, storage };
}
