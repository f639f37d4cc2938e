import { join } from 'node:path';
import { longhaulPaths } from '../../config/paths.js';
import { type Connect, type ConnectFlags, connectOptions, profileFile } from '../../server/connect-options.js';
import { daemonStatus } from '../../server/daemon/status.js';
import { readKeyring } from '../../storage/encryption/read-keyring.js';
import { DEFAULT, type Env, fromEnv, ofEnv, type Setting } from './setting.js';

/** Where runs are, and what keeps them. Throws what `connectOptions` and `readKeyring` name. */
export async function serverSettings(flags: ConnectFlags, env: Env, home: string): Promise<readonly Setting[]> {
  const found = await connectOptions(flags, env);
  const key = readKeyring(env).current?.id ?? null;
  return [
    ...(found.kind === 'cluster' ? clusterSettings(found, flags, env) : DAEMON),
    await storageSetting(found, env, home),
    ofEnv('temporal.binary', env, ['LONGHAUL_TEMPORAL_BIN'], 'found or fetched'),
    {
      key: 'encryption.key',
      value: key,
      origin: fromEnv(env, 'LONGHAUL_ENCRYPTION_KEY', 'LONGHAUL_KEYRING_FILE')?.origin ?? DEFAULT,
    },
  ];
}

const DAEMON: readonly Setting[] = [{ key: 'server', value: 'the local daemon', origin: DEFAULT }];

function clusterSettings(
  { options, namespace }: Extract<Connect, { kind: 'cluster' }>,
  flags: ConnectFlags,
  env: Env,
): readonly Setting[] {
  const profile = flags.profile ?? env.TEMPORAL_PROFILE ?? 'default';
  const file = profileFile(env);
  const originOf = (name: keyof ConnectFlags): string => {
    if (flags[name] !== undefined) return `flag --${name}`;
    const variable = fromEnv(env, `TEMPORAL_${name.toUpperCase()}`);
    return variable?.origin ?? (file === null || name === 'profile' ? DEFAULT : `profile ${profile} in ${file}`);
  };
  return [
    { key: 'server.address', value: options.address, origin: originOf('address') },
    { key: 'server.namespace', value: namespace, origin: originOf('namespace') },
    { key: 'server.profile', value: profile, origin: originOf('profile') },
  ];
}

async function storageSetting(found: Connect, env: Env, home: string): Promise<Setting> {
  const paths = longhaulPaths(env, home);
  const own = join(paths.data, 'storage');
  if (found.kind === 'cluster') return ofEnv('storage', env, ['LONGHAUL_STORAGE'], own);
  const daemon = await daemonStatus(paths);
  if (daemon.at !== 'running') return { key: 'storage', value: own, origin: DEFAULT };
  return { key: 'storage', value: daemon.info.storage, origin: 'the running daemon' };
}
