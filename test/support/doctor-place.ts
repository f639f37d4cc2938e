import type { ServerView } from '../../src/client/server-view.js';
import type { DoctorPlace, Where } from '../../src/cli/doctor/check.js';
import { longhaulPaths } from '../../src/config/paths.js';
import type { DaemonInfo } from '../../src/server/daemon/record.js';
import { DAEMON } from './daemon-info.js';

/** What `doctor` looks at in a test: a folder of its own, and no daemon unless one is given. */
export function doctorPlace(home: string, given: Partial<DoctorPlace> = {}): DoctorPlace {
  return {
    env: {},
    home,
    cwd: home,
    paths: longhaulPaths({ LONGHAUL_HOME: home }, home),
    flags: {},
    where: async () => ({ kind: 'daemon', status: { at: 'stopped' } }),
    server: async () => null,
    ...given,
  };
}

export const CLUSTER: Where = { kind: 'cluster', address: 'temporal:7233', namespace: 'agents' };

export function daemonWith(info: Partial<DaemonInfo>, down: readonly ('server' | 'worker')[] = []): Where {
  return { kind: 'daemon', status: { at: 'running', info: { ...DAEMON, ...info }, down } };
}

export function serverWith(view: Partial<ServerView>): ServerView {
  return {
    version: '1.32.0',
    workers: async () => [],
    stuckRuns: async () => [],
    close: async () => undefined,
    ...view,
  };
}
