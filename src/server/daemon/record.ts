import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from '../../config/paths.js';
import type { TemporalVersions } from '../binary/version.js';
import type { ProcessIdentity } from '../process/identity.js';
import { readJsonFile, writeJsonFile } from '../process/json-file.js';
import type { ProviderFingerprint } from './provider.js';

/** Who makes up the daemon. A child is null while it is not there: not started yet, or about to be started again. */
export interface DaemonProcesses {
  readonly supervisor: ProcessIdentity;
  readonly server: ProcessIdentity | null;
  readonly worker: ProcessIdentity | null;
}

/** A daemon that has been ready. */
export interface DaemonInfo {
  readonly at: 'ready';
  readonly processes: DaemonProcesses;
  /** host:port of Temporal's gRPC frontend. */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  /** Folder of blobs and transcripts. */
  readonly storage: string;
  /** Folder of the log files. */
  readonly logs: string;
  /** Socket on which the supervisor takes requests. */
  readonly control: string;
  readonly versions: TemporalVersions & { readonly longhaul: string };
  /** Build the worker said it is; null when it said none. */
  readonly workerBuild: string | null;
  /** Provider settings the worker was started with. */
  readonly provider: ProviderFingerprint;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** What daemon.json holds. The supervisor alone writes it, whenever a process comes or goes. */
export type DaemonRecord = { readonly at: 'starting'; readonly processes: DaemonProcesses } | DaemonInfo;

export interface DaemonFiles {
  readonly record: string;
  readonly lock: string;
  readonly logs: string;
}

/** They lie in the state folder, which every terminal finds: the runtime folder may differ between logins. */
export function daemonFiles(paths: Paths): DaemonFiles {
  const folder = join(paths.state, 'daemon');
  return { record: join(folder, 'daemon.json'), lock: join(folder, 'lock'), logs: join(folder, 'logs') };
}

export function readRecord(files: DaemonFiles): DaemonRecord | undefined {
  return readJsonFile<DaemonRecord>(files.record);
}

export function writeRecord(file: string, record: DaemonRecord): void {
  writeJsonFile(file, record);
}

export function removeRecord(file: string): void {
  rmSync(file, { force: true });
}
