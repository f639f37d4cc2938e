import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Paths } from '../config/paths.js';
import { compareVersions } from './binary/version.js';
import { readJsonFile, writeJsonFile } from './process/json-file.js';

export interface Ports {
  readonly grpc: number;
  readonly ui: number;
  /** Where the Web UI asks for values that are encrypted or off-loaded. */
  readonly codec: number;
}

/** What is written beside the SQLite file about it. */
export interface DatabaseRecord {
  /** Newest server that has opened it: an older one is never tried. */
  readonly writtenBy?: string;
  /** Ports it was last served at. */
  readonly ports?: Partial<Ports>;
  /** Digest of the settings its namespace and search attributes were prepared with. */
  readonly prepared?: string;
}

/** The local daemon's database. */
export function databaseFile(paths: Paths): string {
  return join(paths.data, 'temporal', 'temporal.sqlite');
}

/** The record of a database; of one that does not exist, at most the ports of its predecessor. */
export function readRecord(database: string): DatabaseRecord {
  const record = readJsonFile<DatabaseRecord>(recordFile(database)) ?? {};
  if (existsSync(database)) return record;
  return record.ports ? { ports: record.ports } : {};
}

/** Notes, before the server is started, who is about to write and where it will be found. */
export function noteOpening(database: string, server: string, ports: Ports): void {
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
  const record = readRecord(database);
  const newer = record.writtenBy !== undefined && compareVersions(record.writtenBy, server) > 0;
  writeJsonFile(recordFile(database), { ...record, writtenBy: newer ? record.writtenBy : server, ports });
}

export function notePrepared(database: string, prepared: string): void {
  writeJsonFile(recordFile(database), { ...readRecord(database), prepared });
}

function recordFile(database: string): string {
  return `${database}.json`;
}
