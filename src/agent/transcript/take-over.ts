import { isLonghaulError } from '../../config/errors.js';
import type { TranscriptLog, TranscriptRef } from '../../storage/transcript-log.js';
import type { LegRequest } from '../../workflows/ports.js';
import { copiedOf, placeOf, type Origin, type TranscriptEntry } from './transcript.js';

/**
 * Lets the conversation of an agent go on from the one it inherits (T6). Who was at work on that one is not copied: it says
 * nothing of the legs of this one. Any number of legs may try at once: what they write is the same.
 */
export async function takeOver(log: TranscriptLog, request: LegRequest, origin: Origin): Promise<void> {
  const from = inheritedBy(request);
  if (!from) return;
  const to = placeOf(request);
  const there = (await log.read(to)) as readonly TranscriptEntry[];
  if (there.length > 0 && there.length >= copiedOf(there)) return;

  const all = (await readable(log, from)).filter(({ kind }) => kind !== 'claim');
  const entries = all.slice(0, copiedOf(there) || all.length);
  for (const [at, { origin: _, ...entry }] of entries.entries()) {
    if (at < there.length) continue;
    const first = { ...entry, origin: { ...origin, copied: { of: from, entries: entries.length } } };
    await log.append(to, at, at === 0 ? first : entry);
  }
}

/**
 * Null for an agent that a person let begin anew, and for one in a worktree: what its conversation tells of its files is true
 * in the other run's worktree only.
 */
function inheritedBy({ inherits, restarts = 0, options }: LegRequest): TranscriptRef | null {
  return inherits && restarts === 0 && options.isolation !== 'worktree' ? inherits : null;
}

/** A conversation that is damaged is none: its agent begins anew. */
async function readable(log: TranscriptLog, ref: TranscriptRef): Promise<readonly TranscriptEntry[]> {
  try {
    return (await log.read(ref)) as readonly TranscriptEntry[];
  } catch (error) {
    if (isLonghaulError(error) && error.code === 'TRANSCRIPT_DAMAGED') return [];
    throw error;
  }
}
