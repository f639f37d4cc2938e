import { join } from 'node:path';
import { detail } from '../../config/details.js';
import { LonghaulError } from '../../config/errors.js';
import type { Paths } from '../../config/paths.js';
import { PACKAGE_ROOT, packageVersion } from '../../config/package.js';
import { readPins } from '../binary/pins.js';
import { resolveBinary } from '../binary/resolve.js';
import { databaseFile, readRecord as readDatabaseRecord } from '../database.js';
import { isAlive } from '../process/identity.js';
import { withLock } from '../process/lock.js';
import { launchSupervisor } from './launch.js';
import type { SupervisorPlan } from './plan.js';
import { daemonFiles, type DaemonInfo, readRecord } from './record.js';
import { endRecorded } from './stop.js';

export interface DaemonOptions {
  /** Environment of the daemon when one is started. LONGHAUL_WORKER_MAIN names another worker than Longhaul's. */
  readonly env: NodeJS.ProcessEnv;
  readonly paths: Paths;
  /** Told, in one line, before something slow begins. */
  readonly notice: (line: string) => void;
}

/**
 * The local daemon; started when it does not run.
 *
 * Of several callers at once one starts it and the others get the same. Throws SERVER_NOT_OBTAINED,
 * SERVER_DATABASE_NEWER, DAEMON_START_FAILED, or SERVER_BUSY when another start hangs.
 */
export async function ensureDaemon(options: DaemonOptions): Promise<DaemonInfo> {
  const files = daemonFiles(options.paths);
  return runningDaemon(files.record) ?? withLock(files.lock, () => startUnlessRunning(options));
}

/** The daemon when it runs and has been ready. Costs a file and a look at the process table. */
export function runningDaemon(record: string): DaemonInfo | undefined {
  const found = readRecord(record);
  return found?.at === 'ready' && isAlive(found.supervisor) ? found : undefined;
}

async function startUnlessRunning(options: DaemonOptions): Promise<DaemonInfo> {
  const { record, logs } = daemonFiles(options.paths);
  const running = runningDaemon(record);
  if (running) return running;

  await endRecorded(record); // What a killed supervisor has left, or one whose starter went away.
  options.notice('starting the local daemon');
  await launchSupervisor(await makePlan(options), options.env);
  const info = runningDaemon(record);
  if (!info) throw new LonghaulError('DAEMON_START_FAILED', { reason: 'it ended right after it was ready', log: logs });
  return info;
}

async function makePlan({ env, paths, notice }: DaemonOptions): Promise<SupervisorPlan> {
  const files = daemonFiles(paths);
  const database = databaseFile(paths);
  const { writtenBy } = readDatabaseRecord(database);
  const binary = await resolveBinary({ env, paths, pins: readPins(), writtenBy, notice });
  detail(() => `Temporal ${binary.versions.cli}, ${binary.path} (${binary.source})`);
  return {
    binary,
    database,
    storage: join(paths.data, 'storage'),
    record: files.record,
    logs: files.logs,
    runtime: paths.runtime,
    gatewayMain: join(PACKAGE_ROOT, 'dist', 'client', 'gateway', 'main.js'),
    workerMain: env.LONGHAUL_WORKER_MAIN ?? join(PACKAGE_ROOT, 'dist', 'worker', 'main.js'),
    longhaul: packageVersion(),
  };
}
