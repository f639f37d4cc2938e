import { randomUUID } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { openClient } from '../../client/open-client.js';
import type { RunHandle } from '../../client/run-handle.js';
import { ExitCode } from '../../config/exit-code.js';
import { findAgent } from '../agents.js';
import type { ConnectionOptions } from '../options/options.js';
import { noticesOn, say, type Terminal } from '../terminal/terminal.js';

export type AgentCommand = 'kill' | 'skip' | 'restart';

/** `longhaul kill`, `skip` and `restart`: what becomes of one agent of a run. */
export function controlAgent(
  what: AgentCommand,
  named: string,
  agent: string,
  options: ConnectionOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  return withRun(named, options, terminal, async (handle, by) => {
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
  return withRun(named, options, terminal, async (handle, by) => {
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
  return withRun(named, options, terminal, async (handle, by) => {
    await handle.setConcurrency({ by, limit });
    return `${handle.run}: at most ${limit} agents start at once from now on; those at work go on`;
  });
}

/** Does something to a run in the name of whoever sits here, and says what was done. */
async function withRun(
  named: string,
  options: ConnectionOptions,
  terminal: Terminal,
  act: (handle: RunHandle, by: string) => Promise<string>,
): Promise<ExitCode> {
  const { env, home } = terminal;
  const client = await openClient({ connect: options, env, home, needs: 'server', notice: noticesOn(terminal) });
  try {
    await say(terminal, await act(await client.find(named), `${userInfo().username}@${hostname()}`));
    return ExitCode.Ok;
  } finally {
    await client.close();
  }
}
