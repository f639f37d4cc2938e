import type { ConversationItem } from '../../../client/conversation.js';
import type { InboxRow } from '../../../client/inbox.js';
import type { LiveAgent } from '../../../client/live-agents.js';
import type { RunRow } from '../../../client/run-row.js';
import type { SaveTo } from '../../../client/save-workflow.js';
import type { CallId } from '../../../interpreter/call.js';
import type { AskRow } from '../../../workflows/messages.js';
import type { WatchedRun } from './watched-run.js';

/** All the dashboard knows: the feed fills it, the views and the keys read it. */
export interface Scene {
  /** Those started last first; null while nothing was heard. */
  readonly runs: readonly ListedRun[] | null;
  readonly watched: WatchedRun | null;
  readonly agent: OpenAgent | null;
  /** What agents ask of persons: of all runs, or of the one that is looked at. Null while nothing was heard. */
  readonly inbox: readonly InboxRow[] | null;
  /** Since when the server does not answer, in milliseconds since the epoch; null while it does. */
  readonly lostSince: number | null;
  /** What came of the last control, in one line. */
  readonly notice: Notice | null;
  /** Whose a script becomes that is saved, unless a person says otherwise. */
  readonly saveTo: SaveTo;
}

/** The scene in the hands of those who fill it. */
export type OpenScene = { -readonly [K in keyof Scene]: Scene[K] };

export function emptyScene(saveTo: SaveTo): OpenScene {
  return { runs: null, watched: null, agent: null, inbox: null, lostSince: null, notice: null, saveTo };
}

/** A run in the list. */
export interface ListedRun extends Omit<RunRow, 'status'> {
  /** Null where only a record is left that does not tell how the run ended. */
  readonly status: RunRow['status'] | null;
  /** `record`: the server does not know it any more. */
  readonly from: 'server' | 'record';
}

export interface Notice {
  readonly text: string;
  readonly kind: 'done' | 'failed';
}

/** The agent that is looked at, and what it has said and heard so far. */
export interface OpenAgent {
  readonly call: CallId;
  /** Null while its conversation was not read, or when its record does not tell. */
  readonly prompt: string | null;
  readonly items: readonly ConversationItem[];
  /** What it does at this moment; null when no worker tells. */
  readonly live: LiveAgent | null;
  /** Why its conversation cannot be read; null when it can. */
  readonly trouble: string | null;
}

/** One thing that an agent asks, and in which run. */
export interface Asking {
  readonly run: string;
  /** Of the workflow. */
  readonly name: string;
  readonly row: AskRow;
}

export function askingsIn({ inbox }: Pick<Scene, 'inbox'>): readonly Asking[] {
  return (inbox ?? []).flatMap(({ run, name, asks }) => asks.map((row) => ({ run, name, row })));
}
