import { randomUUID } from 'node:crypto';
import type { ExitCode } from '../../config/exit-code.js';
import { actOnRun } from '../act-on-run.js';
import { findAgent } from '../agents.js';
import type { ConnectionOptions } from '../options/options.js';
import type { Terminal } from '../terminal/terminal.js';

export type AgentCommand = 'kill' | 'skip' | 'restart';

/** `longhaul kill`, `skip` and `restart`: what becomes of one agent of a run. */
export function controlAgent(
  what: AgentCommand,
  named: string,
  agent: string,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return actOnRun(named, options, terminal, async (handle, by) => {
    const call = await findAgent(handle, agent);
    await handle[what]({ by, call });
    return `${handle.run}: agent ${call} ${DONE[what]}`;
  });
}

const DONE: Readonly<Record<AgentCommand, string>> = {
  kill: 'is killed: its call gives null',
  skip: 'is skipped: its call gives null',
  restart: 'begins anew, in a new conversation',
};

/** `longhaul steer`: `agent` is null for all that have not ended. */
export function steer(
  named: string,
  agent: string | null,
  text: string,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return actOnRun(named, options, terminal, async (handle, by) => {
    const call = agent === null ? 'all' : await findAgent(handle, agent);
    await handle.steer({ by, call, text, id: randomUUID() });
    return `${handle.run}: ${call === 'all' ? 'every agent' : `agent ${call}`} hears it at the next turn`;
  });
}

/** `longhaul concurrency`: how many agents of a run work at once. */
export function concurrency(
  named: string,
  limit: number,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return actOnRun(named, options, terminal, async (handle, by) => {
    await handle.setConcurrency({ by, limit });
    return `${handle.run}: at most ${limit} agents start at once from now on; those at work go on`;
  });
}
