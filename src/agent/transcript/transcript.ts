// The transcript of one agent: its conversation as it happened, and the fence between legs that believe they own it.
//
// Owns: the entries of one (run, call), in order. Never: the model, the tools, what an entry means for the outcome.
//
// T1  An entry is appended at the number the leg expects; when it is taken, another leg has come and this one stops (G2).
// T2  Every start but the very first appends a claim before anything else, so that a predecessor thought dead meets T1
//     at its next append. The very first start saves the claim: its first entry is its fence.
// T3  A leg that finds the claim of a later start stops without a word: it is the one that was thought dead.
// T4  A reply is appended before anything is done with it: what was paid for once is never asked for again (G6).

import type { ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { TranscriptLog, TranscriptRef } from '../../storage/transcript-log.js';
import type { Reply } from '../model/model-client.js';

export type TranscriptEntry =
  | ClaimEntry
  /** `requests` counts those it took, failed ones included. */
  | { readonly kind: 'reply'; readonly reply: Reply; readonly requests: number }
  | { readonly kind: 'results'; readonly results: readonly ToolResultBlockParam[] }
  /** A user message of ours: the model is told what its answer lacks. */
  | { readonly kind: 'reminder'; readonly text: string }
  /** The leg gave up its slot after requests that brought no reply. */
  | { readonly kind: 'yield'; readonly reason: string; readonly requests: number };

interface ClaimEntry extends LegStart {
  readonly kind: 'claim';
}

/** One start of one leg: Temporal numbers its attempts from 1. */
export interface LegStart {
  readonly leg: number;
  readonly attempt: number;
}

export interface Transcript {
  readonly entries: readonly TranscriptEntry[];
  /** Entries that were there when this leg began. */
  readonly inherited: number;
  /** Throws LegSuperseded when another leg has taken over (T1). */
  append(entry: TranscriptEntry): Promise<void>;
}

/** This leg was thought dead and has a successor. Not an error of the agent: the leg ends and nobody listens. */
export class LegSuperseded extends Error {
  constructor(ref: TranscriptRef, start: LegStart) {
    super(`leg ${start.leg} (attempt ${start.attempt}) of call ${ref.call} in ${ref.run} has a successor`);
    this.name = 'LegSuperseded';
  }
}

/** Reads the transcript and makes this leg its owner (T2, T3). */
export async function openTranscript(log: TranscriptLog, ref: TranscriptRef, start: LegStart): Promise<Transcript> {
  for (;;) {
    const entries = [...((await log.read(ref)) as readonly TranscriptEntry[])];
    if (entries.some((entry) => entry.kind === 'claim' && isLater(entry, start))) throw new LegSuperseded(ref, start);
    const first = start.leg === 1 && start.attempt === 1 && entries.length === 0;
    if (first) return transcriptOf(log, ref, start, entries);

    const claim: ClaimEntry = { kind: 'claim', ...start };
    // A predecessor that still writes may take the number first; then its entry is part of what we inherit.
    if ((await log.append(ref, entries.length, claim)) === 'superseded') continue;
    entries.push(claim);
    return transcriptOf(log, ref, start, entries);
  }
}

function transcriptOf(log: TranscriptLog, ref: TranscriptRef, start: LegStart, entries: TranscriptEntry[]): Transcript {
  return {
    entries,
    inherited: entries.length,
    async append(entry) {
      if ((await log.append(ref, entries.length, entry)) === 'superseded') throw new LegSuperseded(ref, start);
      entries.push(entry);
    },
  };
}

function isLater(claim: LegStart, start: LegStart): boolean {
  return claim.leg > start.leg || (claim.leg === start.leg && claim.attempt > start.attempt);
}
