import type { Paths } from '../../config/paths.js';
import { isAlive, type ProcessIdentity } from '../process/identity.js';
import { daemonFiles, type DaemonInfo, readRecord } from './record.js';

/** How the local daemon stands. */
export type DaemonStatus =
  | { readonly at: 'stopped' }
  | { readonly at: 'starting'; readonly supervisor: ProcessIdentity }
  /** `down` names the children that are about to be started again. */
  | { readonly at: 'running'; readonly info: DaemonInfo; readonly down: readonly ('server' | 'worker')[] }
  /** The supervisor was killed; what it left goes on without one until the next start or stop ends it. */
  | { readonly at: 'crashed'; readonly leftovers: readonly ProcessIdentity[] };

export async function daemonStatus(paths: Paths): Promise<DaemonStatus> {
  const record = readRecord(daemonFiles(paths).record);
  if (!record) return { at: 'stopped' };
  if (!isAlive(record.supervisor)) {
    const leftovers = [record.gateway, record.worker, record.server].flatMap((who) =>
      who && isAlive(who) ? [who] : [],
    );
    return leftovers.length > 0 ? { at: 'crashed', leftovers } : { at: 'stopped' };
  }
  if (record.at === 'starting') return { at: 'starting', supervisor: record.supervisor };
  const down = (['server', 'worker'] as const).filter((name) => !record[name] || !isAlive(record[name]));
  return { at: 'running', info: record, down };
}
