import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Paths } from '../../config/paths.js';
import type { TemporalVersions } from '../binary/version.js';
import type { ProcessIdentity } from '../process/identity.js';
import { readJsonFile, writeJsonFile } from '../process/json-file.js';
import type { ProviderFingerprint } from './provider.js';

/** A daemon whose server and worker have been ready. */
export interface DaemonInfo {
  readonly at: 'ready';
  readonly supervisor: ProcessIdentity;
  /** Null while there is none: it ended and is about to be started again. */
  readonly server: ProcessIdentity | null;
  /** As `server`. */
  readonly worker: ProcessIdentity | null;
  /** As `server`; it comes up after the daemon is ready. */
  readonly gateway: ProcessIdentity | null;
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
  /** Socket on which the gateway answers for Temporal's client. */
  readonly gatewaySocket: string;
  readonly versions: TemporalVersions & { readonly longhaul: string };
  /** Build the worker said it is; null when it said none. */
  readonly workerBuild: string | null;
  /** Id of the key that the worker encrypts with; null where it has none. */
  readonly encryptionKey: string | null;
  /** Provider settings the worker was started with. */
  readonly provider: ProviderFingerprint;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** A daemon on its way up: what is known of it so far. */
export type StartingDaemon = { readonly at: 'starting' } & Pick<
  DaemonInfo,
  'supervisor' | 'server' | 'worker' | 'gateway'
> &
  Partial<Omit<DaemonInfo, 'at'>>;

/** What daemon.json holds. The supervisor alone writes it, whenever a process comes or goes. */
export type DaemonRecord = StartingDaemon | DaemonInfo;

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

export function readRecord(file: string): DaemonRecord | undefined {
  return readJsonFile<DaemonRecord>(file);
}

export function removeRecord(file: string): void {
  rmSync(file, { force: true });
}

/** Begins daemon.json and returns how to change it. `at: 'ready'` is for when all its fields have been set. */
export function openRecord(file: string, begin: StartingDaemon): (change: Partial<DaemonInfo>) => void {
  let record: DaemonRecord = begin;
  writeJsonFile(file, record);
  return (change) => {
    record = { ...record, ...change } as DaemonRecord;
    writeJsonFile(file, record);
  };
}
