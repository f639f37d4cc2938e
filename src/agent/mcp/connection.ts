// The connection to one MCP server, shared by the agents of a worker.
//
// N1  Opened when it is needed, and again after it broke, but not more often than MOST_STARTS within STARTS_WITHIN_MS.
// N2  A broken connection fails the calls that were under way, nothing else.
// N3  The list of tools is read once: what agents are told must not change under way, nor differ between siblings. Where
//     it could not be read, agents go without for LIST_AGAIN_MS: each would wait for it in vain.

import type { CallToolResult, Client } from '@modelcontextprotocol/client';
import { type Connected, connect, type Surroundings } from './connect.js';
import { damageOf, wordsOf } from './failure-words.js';
import type { McpServer } from './mcp-config.js';
import { McpFailure } from './mcp-failure.js';
import { LIST_MS, listTools } from './list-tools.js';
import type { OfferedTools } from './offered-tools.js';
import { untilAborted } from './until-aborted.js';

export interface McpConnection {
  readonly server: McpServer;
  /** What the server offers. Rejects with McpFailure. */
  tools(): Promise<OfferedTools>;
  /** Rejects with McpFailure, or for `signal`. `tool` is the server's own name of it. */
  call(tool: string, input: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Called>;
  /** Ends the server. It is not to be used any more. */
  close(): Promise<void>;
}

export interface Called {
  readonly result: CallToolResult;
  /** Takes secrets out of what the server says. */
  readonly mask: (text: string) => string;
}

/** Milliseconds a call may take where the configuration does not say. */
const CALL_MS = 10 * 60_000;
const PING_MS = 5_000;
const MOST_STARTS = 5;
const STARTS_WITHIN_MS = 60_000;
const LIST_AGAIN_MS = 60_000;

export function openConnection(server: McpServer, surroundings: Surroundings, now: () => number): McpConnection {
  const timeoutMs = server.timeoutMs ?? CALL_MS;
  let opening: Promise<Connected> | null = null;
  let offered: Promise<OfferedTools> | null = null;
  let failedAt: number | null = null;
  let starts: readonly number[] = [];

  const open = (): Promise<Connected> => {
    if (opening !== null) return opening;
    starts = starts.filter((at) => now() - at < STARTS_WITHIN_MS);
    if (starts.length >= MOST_STARTS) {
      const why = `was started ${MOST_STARTS} times within a minute and is left alone for now`;
      return Promise.reject(new McpFailure(why));
    }
    starts = [...starts, now()];
    const mine = connect(server, surroundings, () => forget(mine));
    opening = mine;
    mine.catch(() => forget(mine));
    return mine;
  };

  /** A later connection may have taken its place already. */
  const forget = (which: Promise<Connected>): void => {
    if (opening === which) opening = null;
  };

  const drop = async (which: Promise<Connected>, client: Client): Promise<void> => {
    forget(which);
    await end(client);
  };

  /** After an answer that did not come: is anybody there? */
  const probe = async (which: Promise<Connected>, client: Client): Promise<void> => {
    try {
      await client.ping({ timeout: PING_MS });
    } catch {
      await drop(which, client); // whatever the reason, the next call needs a server that answers
    }
  };

  const list = async (): Promise<OfferedTools> => {
    const connection = open();
    const { client, mask } = await connection;
    try {
      return await listTools(client, server.name);
    } catch (error) {
      await drop(connection, client);
      throw new McpFailure(mask(wordsOf(error, LIST_MS)));
    }
  };

  return {
    server,
    tools() {
      if (offered !== null && (failedAt === null || now() - failedAt < LIST_AGAIN_MS)) return offered;
      failedAt = null;
      offered = list();
      offered.catch(() => {
        failedAt = now();
      });
      return offered;
    },
    async call(tool, input, signal) {
      const connection = open();
      const { client, mask } = await untilAborted(connection, signal);
      try {
        return {
          result: await client.callTool({ name: tool, arguments: { ...input } }, { signal, timeout: timeoutMs }),
          mask,
        };
      } catch (error) {
        signal.throwIfAborted();
        const damage = damageOf(error);
        if (damage === 'broken') await drop(connection, client);
        // Nobody waits for what comes out.
        if (damage === 'doubtful') void probe(connection, client);
        throw new McpFailure(mask(wordsOf(error, timeoutMs)));
      }
    },
    async close() {
      const last = opening;
      opening = null;
      const connected = await last?.catch(() => null);
      if (connected) await end(connected.client);
    },
  };
}

/** Never rejects: what goes wrong at the end of a connection changes nothing any more. */
async function end(client: Client): Promise<void> {
  await client.close().catch(() => undefined);
}
