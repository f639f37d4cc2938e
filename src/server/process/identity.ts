import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from './error-code.js';

/**
 * A process, told apart from a later one with the same number.
 *
 * `started` is opaque: equal for the same process, different for any other, also after a reboot.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** Who has this pid now; undefined when nobody does, or only a zombie. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === 'linux' ? startedFromProc(pid) : startedFromPs(pid);
  return started === undefined ? undefined : { pid, started };
}

/** This process. */
export function self(): ProcessIdentity {
  const who = identify(process.pid);
  if (!who) throw new Error('this process is not in the process table');
  return who;
}

export function isAlive(who: ProcessIdentity): boolean {
  return identify(who.pid)?.started === who.started;
}

/** Asks the process to end (SIGTERM), kills it when it has not after `graceMs`. Returns when it is gone. */
export async function endProcess(who: ProcessIdentity, graceMs: number): Promise<void> {
  signal(who, 'SIGTERM');
  if (await goneWithin(who, graceMs)) return;
  signal(who, 'SIGKILL');
  await goneWithin(who, KILL_TAKES_AT_MOST_MS);
}

const POLL_MS = 20;
const KILL_TAKES_AT_MOST_MS = 5_000;

/** Sends the signal unless the process is gone or its pid belongs to another one by now. */
function signal(who: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(who)) return;
  try {
    process.kill(who.pid, name);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

/** Whether the process is gone before `ms` have passed. It need not be our child. */
async function goneWithin(who: ProcessIdentity, ms: number): Promise<boolean> {
  for (let waited = 0; isAlive(who); waited += POLL_MS) {
    if (waited >= ms) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Clock ticks since boot at which the process started, with the boot's id: ticks alone repeat after a reboot. */
function startedFromProc(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return undefined;
    throw error;
  }
  // The second field is the command in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  return `${bootId()}-${fields[19]}`;
}

let boot: string | undefined;

function bootId(): string {
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return boot;
}

/** Whole seconds of the start time: all that `ps` tells on macOS and the BSDs. */
function startedFromPs(pid: number): string | undefined {
  let line: string;
  try {
    line = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch (error) {
    // `ps` ends with 1 when there is no such process.
    if (typeof error === 'object' && error !== null && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
  const [state = '', ...lstart] = line.split(/\s+/);
  if (state === '' || state.startsWith('Z')) return undefined;
  return String(Date.parse(`${lstart.join(' ')} UTC`) / 1000);
}
