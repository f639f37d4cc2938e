import { setTimeout as sleep } from 'node:timers/promises';
import { findProcesses, isNobody, type Wanted } from './find-processes.js';
import { signalGroup, signalProcess } from './group.js';

/** How long processes may take to end after SIGTERM. */
const GRACE_MS = 5_000;
const POLL_MS = 100;
/** Processes that start others faster than they are found are looked for this often. */
const MOST_KILLS = 20;

/** Ends them with SIGTERM, after a grace with SIGKILL. What not even that ends (it waits for a dead disk) is left. */
export async function endProcesses(wanted: Wanted): Promise<void> {
  if (!(await signalAll(wanted, 'SIGTERM'))) return;
  const deadline = performance.now() + GRACE_MS;
  while (performance.now() < deadline) {
    await sleep(POLL_MS);
    if (isNobody(await findProcesses(wanted))) return;
  }
  for (let kills = 0; kills < MOST_KILLS && (await signalAll(wanted, 'SIGKILL')); kills += 1) await sleep(POLL_MS);
}

/** False when nobody was there. */
async function signalAll(wanted: Wanted, name: NodeJS.Signals): Promise<boolean> {
  const found = await findProcesses(wanted);
  for (const leader of found.leaders) signalGroup(leader, name);
  for (const who of found.marked) signalProcess(who, name);
  return !isNobody(found);
}
