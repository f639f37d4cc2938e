import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from '@jest/globals';
import { createMcpPool, type McpPool, type McpPoolOptions } from '../../../src/agent/mcp/mcp-pool.js';
import type { McpServer } from '../../../src/agent/mcp/mcp-config.js';
import { createSeenFiles } from '../../../src/agent/tools/seen-files.js';
import type { Tool, ToolContext } from '../../../src/agent/tools/tool.js';
import { tempFolder } from '../../support/temp-folder.js';
import { until } from '../../support/until.js';

/** A server that Node starts over stdio. */
export function program(name: string, file: string, ...args: string[]): McpServer {
  const transport = { type: 'stdio', command: process.execPath, args: [file, ...args], env: {} } as const;
  return { name, transport, timeoutMs: null };
}

export function hostile(manner: string, ...args: string[]): McpServer {
  return program('hostile', HOSTILE, manner, ...args);
}

const HOSTILE = fileURLToPath(new URL('programs/hostile-server.mjs', import.meta.url));

const require = createRequire(import.meta.url);
export const EVERYTHING = require.resolve('@modelcontextprotocol/server-everything/dist/index.js');
export const FILESYSTEM = require.resolve('@modelcontextprotocol/server-filesystem/dist/index.js');

/** Environment of the pools of these tests. */
export const ENV = { PATH: process.env.PATH, ANTHROPIC_API_KEY: 'key-of-the-provider', CANARY: 'canary-of-the-user' };

/** A pool that ends with the test. */
export function pool(options: Partial<McpPoolOptions> = {}): McpPool {
  const made = createMcpPool({ env: ENV, ...options });
  pools.push(made);
  return made;
}

const pools: McpPool[] = [];
afterAll(() => Promise.all(pools.map((made) => made.close())));

let workspace = '';
beforeAll(async () => {
  workspace = await tempFolder();
});

/** The tools of one leg, to be called by the end of their names. */
export async function lease(from: McpPool, ...servers: readonly McpServer[]) {
  const signal = new AbortController().signal;
  const leased = await from.lease({ workspace, servers, signal });
  const call = async (name: string, input: object = {}, ending = signal) => {
    const tool = leased.tools.find((candidate) => candidate.name.endsWith(`__${name}`)) as Tool;
    const accepted = tool.accept(input);
    if (!accepted.fits) return { text: accepted.mismatch, content: [], failed: true };
    const { content, isError } = await tool.run(accepted.input, contextOf(ending));
    return { text: String(content), content, failed: isError };
  };
  return { ...leased, call, workspace };
}

function contextOf(signal: AbortSignal): ToolContext {
  return { workspace, signal, seen: createSeenFiles() } as unknown as ToolContext;
}

/** The everything server, listening. Ends with the tests of the file. */
export async function everythingOverHttp(
  mode: string,
  onPort?: number,
): Promise<{ url: string; process: ChildProcess }> {
  const port = onPort ?? (await freePort());
  const child = spawn(process.execPath, [EVERYTHING, mode], {
    env: { PATH: process.env.PATH, PORT: String(port) },
    stdio: 'ignore',
  });
  started.push(child);
  const url = `http://127.0.0.1:${port}/`;
  await until('the server answers', () =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  );
  return { url, process: child };
}

const started: ChildProcess[] = [];

afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
