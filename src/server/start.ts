// Starts a local Temporal server and waits until it serves.
//
// S1  It listens on 127.0.0.1 only.
// S2  The version is noted beside the database before the server opens it, so that no older one opens it later.
// S3  When this returns, the server answers, and the namespace has its retention and search attributes.
// S4  A server that does not get that far is ended before the error is thrown.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LonghaulError } from '../config/errors.js';
import { messageOf } from '../config/message-of.js';
import { temporalEnvironment } from './binary/environment.js';
import type { TemporalBinary } from './binary/resolve.js';
import { compareVersions, type TemporalVersions } from './binary/version.js';
import { noteOpening, notePrepared, type Ports, readRecord } from './database.js';
import { isServing } from './health.js';
import { prepareNamespace } from './namespace.js';
import { choosePorts } from './ports.js';
import { endProcess, identify } from './process/identity.js';
import { openLog } from './process/log-file.js';
import { preparationDigest, readSettings, type ServerSettings } from './settings.js';

export interface ServerOptions {
  readonly binary: Pick<TemporalBinary, 'path' | 'versions'>;
  /** SQLite file; made when it does not exist. */
  readonly database: string;
  /** File the server's output is appended to. */
  readonly log: string;
  /** Told the child as soon as it exists, long before it serves. */
  readonly spawned?: (child: ChildProcess) => void;
}

export interface RunningServer {
  /** host:port of the gRPC frontend. */
  readonly address: string;
  readonly namespace: string;
  readonly uiUrl: string;
  /** Ports of 127.0.0.1: of the Web UI, and where it looks for a codec endpoint. Nobody need serve that. */
  readonly ports: Pick<Ports, 'ui' | 'codec'>;
  readonly versions: TemporalVersions;
  readonly child: ChildProcess;
  /** Ends it and returns when it is gone. */
  readonly stop: () => Promise<void>;
}

/** Throws SERVER_DATABASE_NEWER, or SERVER_START_FAILED with the last line of its log. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const settings = readSettings();
  const record = readRecord(options.database);
  refuseOlder(options.binary.versions.server, record.writtenBy);
  const ports = await choosePorts(record.ports);
  noteOpening(options.database, options.binary.versions.server, ports);

  const child = launch(options, settings, ports);
  options.spawned?.(child);
  const address = `127.0.0.1:${ports.grpc}`;
  try {
    await untilServing(child, address, options.log);
    const digest = preparationDigest(settings);
    if (record.prepared !== digest) {
      await prepareNamespace({ binary: options.binary.path, address }, settings);
      notePrepared(options.database, digest);
    }
  } catch (error) {
    await end(child);
    const reason = messageOf(error);
    throw new LonghaulError('SERVER_START_FAILED', { reason, log: options.log }, { cause: error });
  }
  return {
    address,
    namespace: settings.namespace.name,
    uiUrl: `http://127.0.0.1:${ports.ui}`,
    ports,
    versions: options.binary.versions,
    child,
    stop: () => end(child),
  };
}

const SERVES_WITHIN_MS = 60_000;
const POLL_MS = 10;
const END_GRACE_MS = 10_000;

function refuseOlder(server: string, writtenBy: string | undefined): void {
  if (writtenBy === undefined || compareVersions(server, writtenBy) >= 0) return;
  throw new LonghaulError('SERVER_DATABASE_NEWER', { writtenBy, offered: server });
}

function launch(options: ServerOptions, settings: ServerSettings, ports: Ports): ChildProcess {
  const log = openLog(options.log);
  try {
    return spawn(options.binary.path, serverArguments(options.database, settings, ports), {
      env: temporalEnvironment(process.env),
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

function serverArguments(database: string, settings: ServerSettings, ports: Ports): string[] {
  const { namespace, sqlitePragmas, dynamicConfig, searchAttributes } = settings;
  const flags: readonly (readonly [string, string])[] = [
    ['--ip', '127.0.0.1'], // S1
    ['--port', String(ports.grpc)],
    ['--ui-port', String(ports.ui)],
    ['--ui-codec-endpoint', `http://127.0.0.1:${ports.codec}`],
    ['--log-level', 'warn'],
    ['--db-filename', database],
    ['--namespace', namespace.name],
    ...sqlitePragmas.map(({ name, value }) => ['--sqlite-pragma', `${name}=${value}`] as const),
    ...dynamicConfig.map(({ key, value }) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`] as const),
    ...searchAttributes.map(({ name, type }) => ['--search-attribute', `${name}=${type}`] as const),
  ];
  return ['server', 'start-dev', '--disable-config-file', ...flags.flat()];
}

async function untilServing(child: ChildProcess, address: string, log: string): Promise<void> {
  const waiting = new AbortController();
  const ended = once(child, 'exit', { signal: waiting.signal }).then(([code, signal]) => {
    throw new Error(`it ended with ${signal ?? `code ${code}`}: ${lastLine(log)}`);
  });
  ended.catch(() => undefined); // it loses every race when the server serves, and is aborted then
  const deadline = performance.now() + SERVES_WITHIN_MS;
  try {
    while (!(await Promise.race([ended, isServing(address, 1_000)]))) {
      if (performance.now() > deadline) throw new Error(`it did not serve within ${SERVES_WITHIN_MS / 1000} s`);
      await Promise.race([ended, sleep(POLL_MS)]);
    }
  } finally {
    waiting.abort();
  }
}

function lastLine(file: string): string {
  return readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
}

async function end(child: ChildProcess): Promise<void> {
  // Until its exit is seen the pid stays the child's, if only as a zombie; afterwards it may be anybody's.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const who = identify(child.pid);
  if (who) await endProcess(who, END_GRACE_MS);
}
