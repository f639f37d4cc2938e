import { join } from 'node:path';
import { longhaulPaths } from '../../config/paths.js';
import { readSettingsFile } from '../../config/settings-file.js';
import type { ConnectFlags } from '../../server/connect-options.js';
import type { Terminal } from '../terminal/terminal.js';
import { folderSettings } from './folders.js';
import { limitSettings } from './limits.js';
import { modelSettings, priceSettings } from './model.js';
import { agentPlace, permissionSettings } from './permissions.js';
import { serverSettings } from './server.js';
import type { Setting } from './setting.js';
import { terminalSettings } from './terminal.js';

/** All that commands with these flags go by in this folder. Throws for settings that are broken. */
export async function readAllSettings(
  flags: ConnectFlags,
  { env, home, cwd }: Pick<Terminal, 'env' | 'home' | 'cwd'>,
): Promise<readonly Setting[]> {
  const { config } = longhaulPaths(env, home);
  const { prices } = await readSettingsFile(config);
  const agents = await agentPlace(cwd, home, env);
  return [
    ...(await serverSettings(flags, env, home)),
    ...folderSettings(env, home),
    ...modelSettings(env, agents.files),
    ...priceSettings(prices, join(config, 'settings.json')),
    ...limitSettings(),
    ...terminalSettings(env),
    ...(await permissionSettings(agents, env)),
  ];
}
