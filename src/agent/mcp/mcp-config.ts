import { join } from 'node:path';
import * as z from 'zod';
import { messageOf } from '../../config/message-of.js';
import { readTextFile } from '../context/files/text-file.js';
import type { Note } from '../context/note.js';
import { type Places, projectDirectories } from '../context/places.js';

/**
 * An MCP server as `.mcp.json` describes it. Variables (`${NAME}`) are not expanded: this is recorded when a run
 * starts, and what they stand for may be secret.
 */
export interface McpServer {
  /** Letters, digits, `-` and single `_`: see NAME. */
  readonly name: string;
  readonly transport: McpTransport;
  /** Milliseconds a call may take; null where the file does not say. */
  readonly timeoutMs: number | null;
}

export type McpTransport =
  | {
      readonly type: 'stdio';
      readonly command: string;
      readonly args: readonly string[];
      readonly env: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'http' | 'sse';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
    };

export interface McpConfig {
  /** By name, in order. */
  readonly servers: readonly McpServer[];
  /** What was passed over. */
  readonly notes: readonly Note[];
}

const MOST_BYTES = 1024 * 1024;
const MOST_SERVERS = 32;

/** Reads `.mcp.json` of the workspace and of the directories above it, as far as the project goes; the nearest wins. */
export async function readMcpConfig(places: Places): Promise<McpConfig> {
  const found = new Map<string, McpServer>();
  const notes: Note[] = [];
  for (const directory of projectDirectories(places)) {
    const file = join(directory, '.mcp.json');
    const read = await readTextFile(file, { within: places.project, mostBytes: MOST_BYTES });
    if (read.kind === 'unfit') notes.push({ file, reason: read.reason });
    if (read.kind !== 'text') continue;
    for (const entry of entriesIn(read.text)) {
      if (entry.kind === 'unfit') notes.push({ file, reason: entry.reason });
      else if (found.has(entry.server.name)) continue;
      else if (found.size < MOST_SERVERS) found.set(entry.server.name, entry.server);
      else notes.push({ file, reason: `${entry.server.name}: there are more than ${MOST_SERVERS} servers` });
    }
  }
  const servers = [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { servers, notes };
}

type Entry =
  | { readonly kind: 'server'; readonly server: McpServer }
  | { readonly kind: 'unfit'; readonly reason: string };

function entriesIn(text: string): readonly Entry[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return [{ kind: 'unfit', reason: `it is not JSON: ${messageOf(error)}` }];
  }
  const parsed = file.safeParse(content);
  if (!parsed.success) return [{ kind: 'unfit', reason: z.prettifyError(parsed.error) }];
  return Object.entries(parsed.data.mcpServers).map(([name, given]) => entryOf(name, given));
}

/**
 * Tools are named `mcp__server__tool` and permission rules judge them by that name. A server must not be called so that
 * its tools look like those of another: `a__b`, or `a_`.
 */
const NAME = /^[A-Za-z0-9-]+(_[A-Za-z0-9-]+)*$/;
const MOST_NAME_LENGTH = 48;

function entryOf(name: string, given: unknown): Entry {
  if (!NAME.test(name) || name.length > MOST_NAME_LENGTH) {
    const allowed = `letters, digits, - and single _, at most ${MOST_NAME_LENGTH}`;
    return { kind: 'unfit', reason: `${JSON.stringify(name.slice(0, 100))} is no name for a server: ${allowed}` };
  }
  const parsed = definition.safeParse(given);
  if (!parsed.success) return { kind: 'unfit', reason: `${name}: ${z.prettifyError(parsed.error)}` };
  const { timeout, ...transport } = parsed.data;
  return { kind: 'server', server: { name, transport, timeoutMs: timeout ?? null } };
}

const file = z.object({ mcpServers: z.record(z.string(), z.unknown()) });

const text = z.string().max(10_000);
const texts = z.record(z.string(), text);
/** Milliseconds, as in Claude Code. */
const timeout = z
  .number()
  .int()
  .min(1)
  .max(24 * 3_600_000)
  .optional();

const stdio = z.object({
  type: z.literal('stdio').default('stdio'),
  command: text.min(1),
  args: z.array(text).max(200).default([]),
  env: texts.default({}),
  timeout,
});
const remote = z.object({
  type: z.enum(['http', 'streamable-http', 'sse']).transform((type) => (type === 'sse' ? 'sse' : 'http')),
  url: text.min(1),
  headers: texts.default({}),
  timeout,
});
const definition = z.union([remote, stdio]);
