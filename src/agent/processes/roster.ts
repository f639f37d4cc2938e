import type { ProcessIdentity } from '../../server/process/identity.js';
import { signalGroup } from './group.js';
import type { Records } from './records.js';

/** The process groups of a leg that may still be there, by the number of the command, in memory and on disk. */
export interface Roster {
  add(command: number, leader: ProcessIdentity): Promise<void>;
  leaders(command?: number): readonly ProcessIdentity[];
  /** Forgets the groups that are gone, so that nobody else with their number is meant. */
  prune(): void;
}

export function createRoster(records: Records): Roster {
  const groups = new Map<number, ProcessIdentity>();
  return {
    async add(command, leader) {
      await records.add(leader);
      groups.set(command, leader);
    },
    leaders(command) {
      return [...groups].filter(([number]) => command === undefined || number === command).map(([, leader]) => leader);
    },
    prune() {
      for (const [command, leader] of groups) {
        if (signalGroup(leader, 0)) continue;
        groups.delete(command);
        // What stays on disk goes with the whole folder at the end of the leg.
        void records.remove(leader).catch(() => undefined);
      }
    },
  };
}
