import type { DaemonInfo } from '../../src/server/daemon/record.js';

/** What a daemon that is up, and has no key, says of itself. */
export const DAEMON: DaemonInfo = {
  at: 'ready',
  supervisor: { pid: 10, started: 's' },
  server: { pid: 11, started: 's' },
  worker: { pid: 12, started: 's' },
  gateway: null,
  address: '127.0.0.1:4000',
  namespace: 'longhaul',
  uiUrl: 'http://127.0.0.1:4001',
  storage: '/data/storage',
  logs: '/state/logs',
  control: '/run/control.sock',
  gatewaySocket: '/run/gateway.sock',
  versions: { cli: '1.9.1', server: '1.32.0', longhaul: '0.1.0' },
  workerBuild: null,
  encryptionKey: null,
  provider: { key: false, cloud: null, baseUrl: null },
  startedAt: '2026-01-01T00:00:00.000Z',
};
