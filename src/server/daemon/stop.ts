import { rmSync } from 'node:fs';
import type { Paths } from '../../config/paths.js';
import { endProcess } from '../process/identity.js';
import { withLock } from '../process/lock.js';
import { daemonFiles, readRecord, removeRecord } from './record.js';

/** Ends the daemon, which lets its agents finish their turns (15 s at most). Returns whether there was one. */
export async function stopDaemon(paths: Paths): Promise<boolean> {
  const files = daemonFiles(paths);
  return withLock(files.lock, () => endRecorded(files.record));
}

/**
 * Ends every process of the recorded daemon that is still there, and forgets it. Returns whether there was a record.
 *
 * A supervisor that lives ends its children itself. Where it was killed, they are ended here: worker before server.
 * The caller holds the lock.
 */
export async function endRecorded(file: string): Promise<boolean> {
  const record = readRecord(file);
  if (!record) return false;
  await endProcess(record.supervisor, SUPERVISOR_GRACE_MS);
  const left = readRecord(file);
  if (left?.gateway) await endProcess(left.gateway, CHILD_GRACE_MS);
  if (left?.worker) await endProcess(left.worker, CHILD_GRACE_MS);
  if (left?.server) await endProcess(left.server, CHILD_GRACE_MS);
  for (const socket of [left?.control, left?.gatewaySocket]) if (socket) rmSync(socket, { force: true });
  removeRecord(file);
  return true;
}

/** More than a supervisor allows its children together. */
const SUPERVISOR_GRACE_MS = 30_000;
const CHILD_GRACE_MS = 15_000;
