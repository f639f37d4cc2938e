import type { ContentBlock, ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages';
import { summaryOf } from '../agent/tools/call-summary.js';
import type { TranscriptEntry } from '../agent/transcript/transcript.js';
import type { Json } from '../interpreter/outcome.js';
import type { Storage } from '../storage/storage.js';
import type { ConversationPlace } from '../workflows/ports.js';
import type { AgentRow } from '../workflows/state.js';

/** What an agent and those around it said, for people to read. All of it is hostile text. */
export interface Conversation {
  /** What it was asked; null when its record does not tell, or was not read from its beginning. */
  readonly prompt: string | null;
  readonly items: readonly ConversationItem[];
  /** Number of the entry that comes next: where reading may go on. */
  readonly next: number;
}

export type ConversationItem =
  | { readonly kind: 'said' | 'thought'; readonly text: string }
  /** A tool call; `result` with the same `id` follows. */
  | {
      readonly kind: 'tool';
      readonly id: string;
      readonly tool: string;
      /** The call in one line. */
      readonly summary: string;
      readonly input: Json;
    }
  | { readonly kind: 'result'; readonly id: string; readonly text: string; readonly failed: boolean }
  /** A person said it. */
  | { readonly kind: 'told'; readonly by: string; readonly text: string }
  /** We said it: what the answer lacked. */
  | { readonly kind: 'reminded'; readonly text: string }
  /** The conversation became too long; what was left out, as the model sums it up. */
  | { readonly kind: 'shortened'; readonly summary: string };

/** Where the conversation of an agent is: in another run, when that run's work was taken over. */
export function placeOf(
  { call, restarts, reused }: Pick<AgentRow, 'call' | 'restarts' | 'reused'>,
  run: string,
): ConversationPlace {
  return reused ?? { run, call, restarts };
}

/**
 * The conversation of an agent from entry `from` on; nothing of one that has not begun.
 *
 * @throws LonghaulError what TranscriptLog.read names
 */
export async function readConversation(
  { transcripts }: Pick<Storage, 'transcripts'>,
  place: ConversationPlace,
  from = 0,
): Promise<Conversation> {
  const entries = (await transcripts.read(place, from)) as readonly TranscriptEntry[];
  return {
    prompt: (from === 0 ? entries[0]?.origin?.prompt : undefined) ?? null,
    items: entries.flatMap(itemsOf),
    next: from + entries.length,
  };
}

function itemsOf(entry: TranscriptEntry): readonly ConversationItem[] {
  switch (entry.kind) {
    case 'reply':
      return entry.reply.content.flatMap(itemOfBlock);
    case 'results':
      return entry.results.map(resultOf);
    case 'steered':
      return [{ kind: 'told', by: entry.by, text: entry.text }];
    case 'reminder':
      return [{ kind: 'reminded', text: entry.text }];
    case 'compacted':
      return [{ kind: 'shortened', summary: entry.summary }];
    case 'claim':
    case 'asked':
    case 'begun':
    case 'yield':
      return [];
  }
}

function itemOfBlock(block: ContentBlock): readonly ConversationItem[] {
  switch (block.type) {
    case 'text':
      return block.text === '' ? [] : [{ kind: 'said', text: block.text }];
    case 'thinking':
      return block.thinking === '' ? [] : [{ kind: 'thought', text: block.thinking }];
    case 'tool_use':
    case 'server_tool_use': {
      const { id, name: tool } = block;
      return [{ kind: 'tool', id, tool, summary: summaryOf(block), input: block.input as Json }];
    }
    case 'web_search_tool_result':
      return [{ kind: 'result', id: block.tool_use_id, ...found(block.content) }];
    default:
      return [];
  }
}

type Found = Extract<ContentBlock, { readonly type: 'web_search_tool_result' }>['content'];

function found(content: Found): { readonly text: string; readonly failed: boolean } {
  if (!Array.isArray(content)) return { text: content.error_code, failed: true };
  return { text: content.map(({ title, url }) => `${title}\n${url}`).join('\n'), failed: false };
}

function resultOf({ tool_use_id: id, content = '', is_error: failed = false }: ToolResultBlockParam): ConversationItem {
  const text = typeof content === 'string' ? content : content.map(textOf).join('\n');
  return { kind: 'result', id, text, failed };
}

/** Images and documents are named, not shown. */
function textOf(block: Exclude<NonNullable<ToolResultBlockParam['content']>, string>[number]): string {
  return block.type === 'text' ? block.text : `[${block.type}]`;
}
