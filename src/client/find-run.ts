import type { Client } from '@temporalio/client';
import { LonghaulError } from '../config/errors.js';
import { RUN_WORKFLOW_TYPE } from '../workflows/messages.js';

/** What the run started last is called. */
export const LAST = 'last';

/** Runs looked at when a name has to be completed, and candidates shown of those that match. */
const MOST_LISTED = 1_000;
const MOST_CANDIDATES = 10;

const OURS = 'lh-';
const FULL_ID = /^lh-[a-z0-9-]+-[0-9a-z]{26}$/;
const PREFIX = /^[a-z0-9-]+$/;

/**
 * The full id of the run a person named: in full, by a beginning that no other run shares (`lh-` may be left out), or as
 * `last`. A full id is not looked up. Throws RUN_NOT_FOUND and RUN_AMBIGUOUS.
 */
export async function findRun(client: Client, named: string): Promise<string> {
  const name = named.toLowerCase();
  if (FULL_ID.test(name)) return name;
  // Anything else cannot begin an id, and must not reach the query.
  if (!PREFIX.test(name)) throw new LonghaulError('RUN_NOT_FOUND', { run: named });

  const runs = await list(client, name === LAST ? null : name);
  const [newest, ...others] = runs.toSorted((a, b) => b.startedAt - a.startedAt).map(({ run }) => run);
  if (newest === undefined) throw new LonghaulError('RUN_NOT_FOUND', { run: named });
  if (name === LAST || others.length === 0) return newest;
  throw new LonghaulError('RUN_AMBIGUOUS', { run: named, candidates: [newest, ...others].slice(0, MOST_CANDIDATES) });
}

interface Listed {
  readonly run: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

async function list(client: Client, prefix: string | null): Promise<readonly Listed[]> {
  // Ours begin with `lh-`: a shared namespace may hold other workflows of the same type name.
  const begins =
    prefix === null || OURS.startsWith(prefix) ? OURS : prefix.startsWith(OURS) ? prefix : `${OURS}${prefix}`;
  const query = [`WorkflowType = '${RUN_WORKFLOW_TYPE}'`, `WorkflowId STARTS_WITH '${begins}'`];
  const found: Listed[] = [];
  for await (const { workflowId, startTime } of client.workflow.list({ query: query.join(' AND ') })) {
    found.push({ run: workflowId, startedAt: startTime.getTime() });
    if (found.length === MOST_LISTED) break;
  }
  return found;
}
