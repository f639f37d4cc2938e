// The transcript of one agent: its conversation as it happened, and the fence between legs that believe they own it.
//
// Owns: the entries of one (run, call), in order. Never: the model, the tools, what an entry means for the outcome.
//
// T1  An entry is appended at the number the leg expects; when it is taken, another leg has come and this one stops (G2).
// T2  Every start but the very first appends a claim before anything else, so that a predecessor thought dead meets T1
//     at its next append. The very first start saves the claim: its first entry is its fence.
// T3  A leg that finds the claim of a later start stops without a word: it is the one that was thought dead.
// T4  A reply is appended before anything is done with it: what was paid for once is never asked for again (G6).
// T5  The first entry says what the agent was asked. A run that was reset to an earlier point may number another call the
//     same: the conversation of one is never taken for that of the other.
// T6  A conversation that goes on from that of another run begins with a copy of it. The first entry says how long that is,
//     so a copy that was begun is completed by whoever comes next, even if the other one has grown since.

import type { ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { TranscriptLog, TranscriptRef } from '../../storage/transcript-log.js';
import type { LegRequest, PermissionAsk, Steering } from '../../workflows/ports.js';
import type { Compacted } from '../compaction/compaction.js';
import type { Reply } from '../model/model-client.js';
import type { Sighting } from '../tools/seen-files.js';
import type { ToolUsage } from '../tools/tool.js';

export type TranscriptEntry = Entry & { readonly origin?: Origin };

type Entry =
  | ClaimEntry
  /** `requests` counts those it took, failed ones included. */
  | { readonly kind: 'reply'; readonly reply: Reply; readonly requests: number }
  /** Of some calls of the last reply, in any order: those with effects are recorded as soon as each has ended. */
  | ResultsEntry
  /** Calls of the last reply that wait for a person. None of them has begun. */
  | { readonly kind: 'asked'; readonly asks: readonly PermissionAsk[] }
  /** A call that a person permitted begins, and is not read-only. */
  | { readonly kind: 'begun'; readonly call: string }
  /** A user message of ours: the model is told what its answer lacks. */
  | { readonly kind: 'reminder'; readonly text: string }
  | SteeredEntry
  | Compacted
  /** The leg gave up its slot after requests that brought no reply. */
  | { readonly kind: 'yield'; readonly reason: string; readonly requests: number };

interface ResultsEntry {
  readonly kind: 'results';
  readonly results: readonly ToolResultBlockParam[];
  readonly saw?: readonly Sighting[];
  /** What calls have used of models themselves. */
  readonly used?: readonly ToolUsage[];
}

/** A person said this to the agent. */
interface SteeredEntry extends Steering {
  readonly kind: 'steered';
}

interface ClaimEntry extends LegStart {
  readonly kind: 'claim';
}

/** What the first entry says of the agent as a whole: an entry of its own would cost every agent one more write. */
export interface Origin {
  /** Digest of what the agent was asked (T5). */
  readonly request: string;
  /** What it was asked, in words, for people who read the conversation; absent in what an earlier version recorded. */
  readonly prompt?: string;
  /** When its first leg began, in milliseconds since the epoch. */
  readonly began: number;
  /** How many entries are copies, and of which conversation (T6). */
  readonly copied?: { readonly of: TranscriptRef; readonly entries: number };
}

/** One start of one leg: Temporal numbers its attempts from 1. */
export interface LegStart {
  readonly leg: number;
  readonly attempt: number;
}

export interface Transcript {
  readonly origin: Origin;
  readonly entries: readonly TranscriptEntry[];
  /** Entries that were there when this leg began. */
  readonly inherited: number;
  /** Whether no leg has come further than its claim: all else that is inherited is that of another run. */
  readonly isNew: boolean;
  /** One at a time. Throws LegSuperseded when another leg has taken over (T1). */
  append(entry: TranscriptEntry): Promise<void>;
}

/** This leg was thought dead and has a successor. Not an error of the agent: the leg ends and nobody listens. */
export class LegSuperseded extends Error {
  constructor(ref: TranscriptRef, start: LegStart) {
    super(`leg ${start.leg} (attempt ${start.attempt}) of call ${ref.call} in ${ref.run} has a successor`);
    this.name = 'LegSuperseded';
  }
}

/** Who opens a transcript, for which request. `origin.began` counts when nothing has been recorded yet. */
export interface TranscriptOwner {
  readonly start: LegStart;
  readonly origin: Origin;
}

/** Reads the transcript and makes this leg its owner (T2, T3). Null when it belongs to another request (T5). */
export async function openTranscript(
  log: TranscriptLog,
  ref: TranscriptRef,
  { start, origin }: TranscriptOwner,
): Promise<Transcript | null> {
  for (;;) {
    const entries = [...((await log.read(ref)) as readonly TranscriptEntry[])];
    // What an earlier version recorded does not say what was asked.
    const recorded = entries[0]?.origin ?? origin;
    if (recorded.request !== origin.request) return null;
    if (entries.some((entry) => entry.kind === 'claim' && isLater(entry, start))) throw new LegSuperseded(ref, start);

    const isNew = entries.slice(copiedOf(entries)).every(({ kind }) => kind === 'claim');
    const first = start.leg === 1 && start.attempt === 1 && entries.length === 0;
    const inherited = entries.length + (first ? 0 : 1);
    const append = async (entry: TranscriptEntry) => {
      const stamped = entries.length === 0 ? { ...entry, origin: recorded } : entry;
      if ((await log.append(ref, entries.length, stamped)) === 'superseded') throw new LegSuperseded(ref, start);
      entries.push(stamped);
    };
    // A predecessor that still writes may take the number first; then its entry is part of what we inherit.
    if (!first && !(await claimed(append, start))) continue;
    return { origin: recorded, entries, inherited, isNew, append };
  }
}

/** Where the conversation of a request is (G1). */
export function placeOf({ run, call, restarts = 0 }: LegRequest): TranscriptRef {
  return { run, call, restarts };
}

/** How many entries are those of another run's conversation (T6). */
export function copiedOf(entries: readonly TranscriptEntry[]): number {
  return entries[0]?.origin?.copied?.entries ?? 0;
}

async function claimed(append: Transcript['append'], start: LegStart): Promise<boolean> {
  try {
    await append({ kind: 'claim', ...start });
    return true;
  } catch (error) {
    if (error instanceof LegSuperseded) return false;
    throw error;
  }
}

function isLater(claim: LegStart, start: LegStart): boolean {
  return claim.leg > start.leg || (claim.leg === start.leg && claim.attempt > start.attempt);
}
