import { readdir, readFile } from 'node:fs/promises';
import { identify, type ProcessIdentity } from '../../server/process/identity.js';
import { systemCode } from '../../storage/system-error.js';
import { signalGroup } from './group.js';
import { type Mark, tracesOf } from './mark.js';

/** Which processes are meant: those in some process groups, and those with a mark, in these groups or not. */
export interface Wanted {
  readonly leaders: readonly ProcessIdentity[];
  readonly mark: Mark;
}

export interface Found {
  /** Leaders of the groups in which somebody lives. */
  readonly leaders: readonly ProcessIdentity[];
  readonly marked: readonly ProcessIdentity[];
}

/** Looks for living processes. The mark is found on Linux only: elsewhere the environment of a process is hidden. */
export async function findProcesses(wanted: Wanted): Promise<Found> {
  if (process.platform === 'linux') return lookThroughProc(wanted);
  return { leaders: wanted.leaders.filter((leader) => signalGroup(leader, 0)), marked: [] };
}

export function isNobody({ leaders, marked }: Found): boolean {
  return leaders.length === 0 && marked.length === 0;
}

/** Zombies do not count: where nobody collects them they keep their group for ever. */
async function lookThroughProc({ leaders, mark }: Wanted): Promise<Found> {
  const traces = tracesOf(mark);
  const groups = new Set<number>();
  const marked: ProcessIdentity[] = [];
  const look = async (pid: number): Promise<void> => {
    // Before the look at its environment: should the number pass on in between, the identity is of one that is gone.
    const who = identify(pid);
    if (!who) return;
    if (leaders.length > 0) groups.add(groupIn(await read(pid, 'stat')));
    if ((await read(pid, 'environ')).includes(traces)) marked.push(who);
  };
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  await Promise.all(pids.map((pid) => look(Number(pid))));
  return { leaders: leaders.filter(({ pid }) => groups.has(pid)), marked };
}

/** The third field after the command in parentheses, which may itself hold spaces and parentheses. */
function groupIn(stat: Buffer): number {
  const text = stat.toString();
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[2]);
}

const HIDDEN_OR_GONE = new Set(['EACCES', 'EPERM', 'ENOENT', 'ESRCH']);

/** Empty for processes of others, and for those that have ended. */
async function read(pid: number, name: 'stat' | 'environ'): Promise<Buffer> {
  try {
    return await readFile(`/proc/${pid}/${name}`);
  } catch (error) {
    if (HIDDEN_OR_GONE.has(systemCode(error) ?? '')) return Buffer.alloc(0);
    throw error;
  }
}
