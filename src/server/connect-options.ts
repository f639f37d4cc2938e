import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientConnectConfig, ClientConfigProfile } from '@temporalio/envconfig';
import { LonghaulError } from '../config/errors.js';
import { messageOf } from '../config/message-of.js';

/** What a person said on the command line about the server. */
export interface ConnectFlags {
  readonly address?: string;
  readonly namespace?: string;
  /** Name of a profile in Temporal's configuration file. */
  readonly profile?: string;
}

/** Where runs live: a cluster a person has named, or Longhaul's own daemon. */
export type Connect =
  | {
      readonly kind: 'cluster';
      readonly options: ClientConnectConfig['connectionOptions'] & { readonly address: string };
      readonly namespace: string;
    }
  | { readonly kind: 'daemon' };

/**
 * Flags come before TEMPORAL_* variables, those before the profile of Temporal's configuration file.
 *
 * Any flag means a cluster. Without one it takes an address, or a profile asked for by name: a stray TEMPORAL_NAMESPACE
 * does not lead away from the daemon. Throws SERVER_PROFILE_UNUSABLE.
 */
export async function connectOptions(
  flags: ConnectFlags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Connect> {
  const flagged = Boolean(flags.address || flags.namespace || flags.profile);
  if (!flagged && !mentionsTemporal(env)) return { kind: 'daemon' };

  // Loaded only here: most commands talk to the daemon and should not wait for it.
  const { loadClientConfigProfile, toClientOptions } = await import('./profile.js');
  let profile: ClientConfigProfile;
  try {
    const overrideEnvVars = definedOnly(env);
    profile = loadClientConfigProfile({ ...(flags.profile && { profile: flags.profile }), overrideEnvVars });
  } catch (error) {
    const reason = messageOf(error);
    throw new LonghaulError('SERVER_PROFILE_UNUSABLE', { reason }, { cause: error });
  }
  const address = flags.address ?? profile.address;
  if (!flagged && !address && !env.TEMPORAL_PROFILE) return { kind: 'daemon' };
  return {
    kind: 'cluster',
    options: { ...toClientOptions(profile).connectionOptions, address: address ?? DEFAULT_ADDRESS },
    namespace: flags.namespace ?? profile.namespace ?? DEFAULT_NAMESPACE,
  };
}

/** As every Temporal tool assumes. */
export const DEFAULT_ADDRESS = 'localhost:7233';
const DEFAULT_NAMESPACE = 'default';

/** Of a server that cannot be connected to with these options. */
export function unreachable(
  { address = DEFAULT_ADDRESS }: { readonly address?: string | undefined },
  cause: unknown,
): LonghaulError {
  return new LonghaulError('SERVER_UNREACHABLE', { address, reason: messageOf(cause) }, { cause });
}

/** Temporal's configuration file, which holds profiles; null where there is none. */
export function profileFile(env: Readonly<Record<string, string | undefined>>): string | null {
  const folder = configFolder(env);
  const file = env.TEMPORAL_CONFIG_FILE || (folder !== undefined && join(folder, 'temporalio', 'temporal.toml'));
  return file && existsSync(file) ? file : null;
}

function mentionsTemporal(env: Readonly<Record<string, string | undefined>>): boolean {
  return Object.keys(env).some((name) => name.startsWith('TEMPORAL_')) || profileFile(env) !== null;
}

/** Where Temporal's tools look for the file when TEMPORAL_CONFIG_FILE does not say. */
function configFolder(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (process.platform === 'win32') return env.APPDATA;
  if (process.platform === 'darwin') return env.HOME && join(env.HOME, 'Library', 'Application Support');
  return env.XDG_CONFIG_HOME || (env.HOME && join(env.HOME, '.config'));
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
