import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Does `work` while no other process does work under the same folder of claims, one file for each process.
 *
 * A claim holds when no other living one is there after it was written; of two that see each other the lower pid stays.
 * (src/server/process/lock.ts is the same for the program itself; nothing is compiled yet when this one is needed.)
 */
export async function alone(folder, work) {
  mkdirSync(folder, { recursive: true });
  const claim = join(folder, String(process.pid));
  await acquire(folder, claim);
  try {
    return await work();
  } finally {
    rmSync(claim, { force: true });
  }
}

async function acquire(folder, claim) {
  let said = false;
  for (;;) {
    writeFileSync(claim, '');
    const rivals = livingRivals(folder);
    if (rivals.length === 0) return;
    if (!said) process.stderr.write(`waiting for process ${rivals[0]}, which is setting up\n`);
    said = true;
    if (rivals[0] < process.pid) rmSync(claim);
    await sleep(100);
  }
}

function livingRivals(folder) {
  const pids = readdirSync(folder)
    .map(Number)
    .filter((pid) => pid !== process.pid);
  for (const dead of pids.filter((pid) => !isAlive(pid))) rmSync(join(folder, String(dead)), { force: true });
  return pids.filter(isAlive).sort((a, b) => a - b);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
