// The MCP servers of a worker, shared by all agents that work in the same place with the same configuration.
//
// Q1  A server lives while legs use it, and KEEP_MS longer: agents come one after the other.
// Q2  One that does not start costs its tools and a note, never the leg.

import { isDeepStrictEqual } from 'node:util';
import type { Tool } from '../tools/tool.js';
import type { Surroundings } from './connect.js';
import type { McpConnection } from './connection.js';
import type { McpServer } from './mcp-config.js';
import { McpFailure } from './mcp-failure.js';
import { mcpTool } from './mcp-tool.js';
import { untilAborted } from './until-aborted.js';

export interface McpPool {
  /** Opens what is not open yet, and waits for it. Rejects only for `signal`. */
  lease(request: McpLeaseRequest): Promise<McpLease>;
  /** Ends all servers: when the worker ends. */
  close(): Promise<void>;
}

export interface McpLeaseRequest {
  /** Absolute path of the directory the agent works in; servers are started there. */
  readonly workspace: string;
  /** Approved ones: a server of the project is a program of the repository, run as it stands there. */
  readonly servers: readonly McpServer[];
  readonly signal: AbortSignal;
}

/** The servers of one leg. */
export interface McpLease {
  /** In the order of servers, and of tools within each: the same for siblings. */
  readonly tools: readonly Tool[];
  /** What is missing and why, one line each, for people; hostile text. */
  readonly notes: readonly string[];
  /** To be called when the leg is over. */
  release(): void;
}

export interface McpPoolOptions {
  /** The environment of the worker: variables of configurations are looked up here. */
  readonly env: Surroundings['env'];
  /** Milliseconds. */
  readonly now?: () => number;
  /** Milliseconds a server outlives its last leg. */
  readonly keepMs?: number;
}

const KEEP_MS = 30_000;

export function createMcpPool({ env, now = Date.now, keepMs = KEEP_MS }: McpPoolOptions): McpPool {
  const entries = new Set<Entry>();

  const entryOf = (server: McpServer, workspace: string, openConnection: OpenConnection): Entry => {
    for (const entry of entries) {
      if (entry.workspace === workspace && isDeepStrictEqual(entry.connection.server, server)) return entry;
    }
    const connection = openConnection(server, { workspace, env }, now);
    const entry: Entry = { workspace, connection, users: 0, timer: undefined };
    entries.add(entry);
    return entry;
  };

  const take = (entry: Entry): void => {
    clearTimeout(entry.timer);
    entry.users += 1;
  };

  const giveBack = (entry: Entry): void => {
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.timer = setTimeout(() => {
      entries.delete(entry);
      void entry.connection.close();
    }, keepMs).unref();
  };

  return {
    async lease({ workspace, servers, signal }) {
      if (servers.length === 0) return NOTHING;
      // Loaded late: most workers need no MCP, and it takes a while.
      const { openConnection } = await import('./connection.js');
      const taken = servers.map((server) => entryOf(server, workspace, openConnection));
      taken.forEach(take);
      let held = true;
      const release = (): void => {
        if (held) taken.forEach(giveBack);
        held = false;
      };
      try {
        const offers = await untilAborted(Promise.all(taken.map(({ connection }) => offerOf(connection))), signal);
        const tools = offers.flatMap((offer) => offer.tools);
        return { tools, notes: offers.flatMap((offer) => offer.notes), release };
      } catch (error) {
        release();
        throw error;
      }
    },
    async close() {
      const last = [...entries];
      entries.clear();
      for (const { timer } of last) clearTimeout(timer);
      await Promise.all(last.map(({ connection }) => connection.close()));
    },
  };
}

type OpenConnection = typeof import('./connection.js').openConnection;

const NOTHING: McpLease = { tools: [], notes: [], release: () => undefined };

interface Entry {
  readonly workspace: string;
  readonly connection: McpConnection;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

interface Offer {
  readonly tools: readonly Tool[];
  readonly notes: readonly string[];
}

async function offerOf(connection: McpConnection): Promise<Offer> {
  const saying = (words: string): string => `MCP server ${connection.server.name} ${words}`;
  try {
    const { tools, notes } = await connection.tools();
    return { tools: tools.map((offered) => mcpTool(offered, connection)), notes: notes.map(saying) };
  } catch (error) {
    if (!(error instanceof McpFailure)) throw error;
    return { tools: [], notes: [saying(error.message)] };
  }
}
