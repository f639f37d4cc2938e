import type { Client } from '@modelcontextprotocol/client';
import * as z from 'zod';
import { MOST_TOOLS, type OfferedTools, offeredTools } from './offered-tools.js';

/** Milliseconds for one page of the list. */
export const LIST_MS = 30_000;
const MOST_PAGES = 50;

/** One page. The tools are looked at one by one, so that a broken one does not hide the others. */
const page = z.object({ tools: z.array(z.unknown()), nextCursor: z.string().optional() });

/** Asks a server for its tools, no further than we would use them. Rejects with what the SDK throws. */
export async function listTools(client: Client, server: string): Promise<OfferedTools> {
  const listed: unknown[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && listed.length <= MOST_TOOLS; pages += 1) {
    const params = cursor === undefined ? {} : { cursor };
    const { tools, nextCursor } = await client.request({ method: 'tools/list', params }, page, { timeout: LIST_MS });
    listed.push(...tools.slice(0, MOST_TOOLS + 1));
    if (nextCursor === undefined) break;
    cursor = nextCursor;
  }
  return offeredTools(server, listed);
}
