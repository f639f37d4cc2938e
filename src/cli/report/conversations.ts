import { type ConversationItem, placeOf, readConversation } from '../../client/conversation.js';
import { isLonghaulError } from '../../config/errors.js';
import type { Storage } from '../../storage/storage.js';
import type { Report, ReportAgent } from './report.js';

/** What is told of an agent's conversation. Hostile text. */
export interface ReportConversation {
  readonly agent: ReportAgent;
  readonly prompt: string | null;
  /** A number stands for so many items that are left out. */
  readonly items: readonly (ConversationItem | number)[];
  /** Why it cannot be read; null where it can. */
  readonly unreadable: string | null;
}

/** Conversations told of one run, and characters of each: 10 MB in all. */
export const MOST_CONVERSATIONS = 500;
export const LONGEST_CONVERSATION = 20_000;
/** Characters of one text in it. */
const LONGEST_TEXT = 5_000;

/** Read at once. */
const READERS = 8;

/** Conversations of agents that have begun: of those that were lost first, then the largest first. */
export async function readConversations(
  storage: Pick<Storage, 'transcripts'>,
  { run, agents }: Report,
): Promise<readonly ReportConversation[]> {
  const begun = agents.filter(({ status, reused }) => status !== 'queued' || reused !== null);
  const chosen = begun.toSorted(lostAndLargestFirst).slice(0, MOST_CONVERSATIONS);
  const told: (ReportConversation | null)[] = chosen.map(() => null);
  const waiting = chosen.entries();
  await Promise.all(
    Array.from({ length: READERS }, async () => {
      for (const [index, agent] of waiting) told[index] = await readOne(storage, run, agent);
    }),
  );
  return told.filter((conversation) => conversation !== null);
}

function lostAndLargestFirst(a: ReportAgent, b: ReportAgent): number {
  return Number(b.status === 'failed') - Number(a.status === 'failed') || (b.tokens ?? 0) - (a.tokens ?? 0);
}

/** Null when nothing was said. */
async function readOne(
  storage: Pick<Storage, 'transcripts'>,
  run: string,
  agent: ReportAgent,
): Promise<ReportConversation | null> {
  try {
    const { prompt, items } = await readConversation(storage, placeOf(agent, run));
    if (prompt === null && items.length === 0) return null;
    const told = prompt && shortened(prompt);
    return {
      agent,
      prompt: told,
      items: abridged(items, LONGEST_CONVERSATION - (told ?? '').length),
      unreadable: null,
    };
  } catch (error) {
    if (!isLonghaulError(error)) throw error;
    return { agent, prompt: null, items: [], unreadable: error.message };
  }
}

/** At most `most` characters: the beginning, and more of the end, which says how it came out. */
export function abridged(items: readonly ConversationItem[], most: number): readonly (ConversationItem | number)[] {
  const short = items.map(shortItem);
  const head = fitting(short, most / 3);
  const tail = fitting(short.slice(head).toReversed(), most - lengthOf(short.slice(0, head)));
  const left = short.length - head - tail;
  return left === 0 ? short : [...short.slice(0, head), left, ...short.slice(short.length - tail)];
}

/** How many of the first ones have no more than `most` characters. */
function fitting(items: readonly ConversationItem[], most: number): number {
  let room = most;
  const index = items.findIndex((item) => {
    room -= lengthOf([item]);
    return room < 0;
  });
  return index < 0 ? items.length : index;
}

function lengthOf(items: readonly ConversationItem[]): number {
  return items.reduce((sum, item) => sum + JSON.stringify(item).length, 0);
}

function shortItem(item: ConversationItem): ConversationItem {
  switch (item.kind) {
    case 'tool': {
      const input = JSON.stringify(item.input);
      return input.length <= LONGEST_TEXT ? item : { ...item, input: shortened(input) };
    }
    case 'shortened':
      return { ...item, summary: shortened(item.summary) };
    default:
      return { ...item, text: shortened(item.text) };
  }
}

/** Its beginning and its end. */
function shortened(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const left = text.length - LONGEST_TEXT;
  const half = LONGEST_TEXT / 2;
  return `${text.slice(0, half)}\n[… ${left} characters are left out …]\n${text.slice(-half)}`;
}
