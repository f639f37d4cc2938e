import { setTimeout as delay } from 'node:timers/promises';
import type { LonghaulClient } from '../client/longhaul-client.js';
import { findRecorded, readArchived } from '../client/resume/archived-run.js';
import type { RunHandle } from '../client/run-handle.js';
import { readStory, type Story, storyOfRecord } from '../client/story.js';
import { isLonghaulError } from '../config/errors.js';
import type { Seq } from '../workflows/events.js';
import { emptyState, type RunState } from '../workflows/state.js';

/** A run as it stands, and whether a worker answers for it. */
export interface Look extends Story {
  /** `silent`: it goes on, and all that is known of it is what its record holds. */
  readonly worker: 'answers' | 'silent';
}

/** How long a worker may take to say how a run stands, in milliseconds. */
const PATIENCE_MS = 8_000;

/**
 * Looks at a run without waiting for workers that are away.
 *
 * @throws LonghaulError what `readStory` names
 */
export async function look(named: string, client: LonghaulClient): Promise<Look> {
  const run = await findRecorded(named, client);
  if (!(await isSilent(client.attach(run)))) return { ...(await readStory(client, run)), worker: 'answers' };
  const record = await readArchived(await client.storage(), run);
  return { ...storyOfRecord(record), goesOn: true, worker: 'silent' };
}

/** From which event on a run has yet to be told, and its state there: a record has events of its own, none of the run's. */
export function untold({ from, state, events }: Look): { readonly state: RunState; readonly seq: Seq } {
  return from === 'server' ? { state, seq: events.length } : { state: emptyState(), seq: 0 };
}

async function isSilent(handle: RunHandle): Promise<boolean> {
  const enough = new AbortController();
  const patience = delay(PATIENCE_MS, true, { signal: enough.signal }).catch(() => true);
  try {
    return (await handle.isOpen()) && (await Promise.race([handle.overview().then(() => false), patience]));
  } catch (error) {
    // What the server does not know any more may have a record; who else has something to say says it again.
    return isLonghaulError(error) && error.code === 'NO_WORKER';
  } finally {
    enough.abort();
  }
}
