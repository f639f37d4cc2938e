import { identify, isAlive, type ProcessIdentity } from '../../server/process/identity.js';
import { systemCode } from '../../storage/system-error.js';

/**
 * Sends a signal to a process group (0 only looks), named by who led it when it was made. False when the group is gone,
 * or its number has passed on to another one: a number is not given away while a process or group has it.
 */
export function signalGroup(leader: ProcessIdentity, name: NodeJS.Signals | 0): boolean {
  const holder = identify(leader.pid);
  if (holder && holder.started !== leader.started) return false;
  return send(-leader.pid, name);
}

/** False when the process is gone. */
export function signalProcess(who: ProcessIdentity, name: NodeJS.Signals): boolean {
  return isAlive(who) && send(who.pid, name);
}

/** What runs as another user by now is out of reach. */
const GONE_OR_OUT_OF_REACH = new Set(['ESRCH', 'EPERM']);

function send(target: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, name);
    return true;
  } catch (error) {
    if (GONE_OR_OUT_OF_REACH.has(systemCode(error) ?? '')) return false;
    throw error;
  }
}
