import { isAbsolute, join } from 'node:path';
import { longhaulPaths, type Paths } from '../../config/paths.js';
import { DEFAULT, type Env, ofEnv, type Setting } from './setting.js';

/** Where Longhaul keeps things on this machine. */
export function folderSettings(env: Env, home: string): readonly Setting[] {
  const paths = longhaulPaths(env, home);
  const folders = Object.entries(VARIABLES) as readonly [keyof Paths, string][];
  return [
    ...folders.map(([name, variable]) => ({
      key: `folder.${name}`,
      value: paths[name],
      origin: originOf(variable, env),
    })),
    ofEnv('folder.claude', env, ['CLAUDE_CONFIG_DIR'], join(home, '.claude')),
  ];
}

const VARIABLES: Readonly<Record<keyof Paths, string>> = {
  config: 'XDG_CONFIG_HOME',
  data: 'XDG_DATA_HOME',
  cache: 'XDG_CACHE_HOME',
  state: 'XDG_STATE_HOME',
  runtime: 'XDG_RUNTIME_DIR',
};

function originOf(variable: string, env: Env): string {
  if (env.LONGHAUL_HOME) return 'env LONGHAUL_HOME';
  return isAbsolute(env[variable] ?? '') ? `env ${variable}` : DEFAULT;
}
