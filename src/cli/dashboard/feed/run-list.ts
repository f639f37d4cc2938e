import type { RunRow } from '../../../client/run-row.js';
import type { OpenScene } from '../scene/scene.js';
import type { Connection, Link } from './link.js';
import { listed, PastRuns } from './past.js';
import { repeat } from './poll.js';

/** How often the list is asked for, and how long the server may take for it before it counts as lost, in milliseconds. */
const EVERY_MS = 2_000;
const ANSWERS_WITHIN_MS = 5_000;

export interface ListFeed {
  /** Runs that are listed at most; null: none is looked at, and the list stays as it is. */
  readonly most: () => number | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly changed: () => void;
  readonly left: AbortSignal;
}

/** Keeps the list of runs up to date. As it is asked for all the time, it is also what finds out that the server is lost. */
export async function feedRuns(link: Link, scene: OpenScene, { most, now, changed, left }: ListFeed): Promise<void> {
  const past = new PastRuns();
  await repeat(EVERY_MS, left, async () => {
    const connection = await link.get();
    const since = now();
    try {
      const limit = most();
      const rows = await within(ANSWERS_WITHIN_MS, collect(connection, limit ?? 0));
      if (limit === null) return;
      const server = rows.slice(0, limit).map(listed);
      // Where there are more than are listed, a run that is not listed may be one of those.
      const records = rows.length > limit ? [] : await recordsBeside(past, rows, connection);
      if (connection.lost.aborted) return;
      scene.runs = [...server, ...records].toSorted((a, b) => b.startedAt - a.startedAt);
      changed();
    } catch {
      link.lose(connection, since);
    }
  });
}

/** One more than are listed, to know whether there are more. */
async function collect({ client }: Connection, limit: number): Promise<readonly RunRow[]> {
  const rows: RunRow[] = [];
  for await (const row of client.list({ limit: limit + 1 })) rows.push(row);
  return rows;
}

async function recordsBeside(past: PastRuns, rows: readonly RunRow[], { client }: Connection) {
  const { archive } = await client.storage();
  // Without its storage a run is not listed: the server goes on to serve the others.
  return past.beside(new Set(rows.map(({ run }) => run)), archive).catch(() => []);
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
