import { isAbsolute, join } from 'node:path';

/** Where Longhaul keeps things on this machine. None of the folders need exist. */
export interface Paths {
  /** What must not be lost: the Temporal database, blobs, transcripts. */
  readonly data: string;
  /** What can be fetched again: the Temporal binary. */
  readonly cache: string;
  /** Logs, locks and who is running. */
  readonly state: string;
  /** Settings a person writes. */
  readonly config: string;
  /** Sockets; gone after a reboot. */
  readonly runtime: string;
}

/**
 * The folders of the XDG Base Directory Specification, on every system.
 *
 * `LONGHAUL_HOME` puts all of them below one folder. A relative XDG variable is ignored, as the specification demands.
 */
export function longhaulPaths(env: Readonly<Record<string, string | undefined>>, home: string): Paths {
  const own = env.LONGHAUL_HOME;
  if (own) {
    return {
      data: join(own, 'data'),
      cache: join(own, 'cache'),
      state: join(own, 'state'),
      config: join(own, 'config'),
      runtime: join(own, 'run'),
    };
  }
  const state = xdg(env.XDG_STATE_HOME) ?? join(home, '.local', 'state', APP);
  return {
    data: xdg(env.XDG_DATA_HOME) ?? join(home, '.local', 'share', APP),
    cache: xdg(env.XDG_CACHE_HOME) ?? join(home, '.cache', APP),
    state,
    config: xdg(env.XDG_CONFIG_HOME) ?? join(home, '.config', APP),
    runtime: xdg(env.XDG_RUNTIME_DIR) ?? join(state, 'run'),
  };
}

const APP = 'longhaul';

function xdg(folder: string | undefined): string | undefined {
  return folder && isAbsolute(folder) ? join(folder, APP) : undefined;
}
