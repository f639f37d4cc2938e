import type { LegStart, TranscriptEntry } from './transcript.js';

/** Starts of one leg that may die in a row without a reply, before the agent is given up (G6). */
export const MOST_DEATHS = 3;

/**
 * How often this leg died since the last reply. Every claim with an attempt above 1 proves that the attempt before it
 * died; a leg that yielded is followed by one with a higher number and attempt 1, and proves nothing.
 */
export function deathsInARow(entries: readonly TranscriptEntry[], start: LegStart): number {
  const sinceReply = entries.slice(entries.findLastIndex((entry) => entry.kind === 'reply') + 1);
  return sinceReply.filter((entry) => entry.kind === 'claim' && entry.leg === start.leg && entry.attempt > 1).length;
}
