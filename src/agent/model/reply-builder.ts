import type { ContentBlock, RawMessageStreamEvent, RefusalStopDetails } from '@anthropic-ai/sdk/resources/messages';
import { messageOf } from '../../config/message-of.js';
import { NO_USAGE, type Usage } from '../../interpreter/outcome.js';
import type { Reply } from './model-client.js';
import { oneLine } from './one-line.js';

/** Folds the events of one stream into a reply. */
export interface ReplyBuilder {
  /** Returns the piece of text the event adds to the reply; empty for all others. */
  add(event: RawMessageStreamEvent): string;
  /** Null until the provider has said that the reply is whole. */
  finish(): Reply | null;
}

export function createReplyBuilder(): ReplyBuilder {
  const content: ContentBlock[] = [];
  const inputs = new Map<number, string>();
  let usage: Usage = NO_USAGE;
  let stopReason: string | null = null;
  let refusal: string | null = null;
  let whole = false;

  return {
    add(event) {
      switch (event.type) {
        case 'message_start':
          usage = usageOf(usage, event.message.usage);
          return '';
        case 'content_block_start':
          content[event.index] = { ...event.content_block };
          return event.content_block.type === 'text' ? event.content_block.text : '';
        case 'content_block_delta': {
          const block = content[event.index];
          if (event.delta.type === 'input_json_delta') {
            inputs.set(event.index, (inputs.get(event.index) ?? '') + event.delta.partial_json);
          } else if (block) {
            extend(block, event.delta);
          }
          return event.delta.type === 'text_delta' ? event.delta.text : '';
        }
        case 'message_delta':
          stopReason = event.delta.stop_reason ?? stopReason;
          refusal = wordsOf(event.delta.stop_details) ?? refusal;
          usage = usageOf(usage, event.usage);
          return '';
        case 'message_stop':
          whole = true;
          return '';
        case 'content_block_stop':
          return '';
        // The provider may say more than this version knows.
        default:
          return '';
      }
    },
    finish() {
      if (!whole || stopReason === null) return null;
      const unreadable: Record<string, string> = {};
      for (const [index, text] of inputs) {
        const block = content[index];
        if (block?.type !== 'tool_use' && block?.type !== 'server_tool_use') continue;
        const fault = readInput(block, text);
        if (fault !== null) unreadable[block.id] = fault;
      }
      const why = refusal === null ? {} : { refusal };
      return { content: content.filter(Boolean), stopReason, ...why, usage, unreadable };
    },
  };
}

type Delta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta'];

function extend(block: ContentBlock, delta: Delta): void {
  if (delta.type === 'text_delta' && block.type === 'text') block.text += delta.text;
  if (delta.type === 'thinking_delta' && block.type === 'thinking') block.thinking += delta.thinking;
  if (delta.type === 'signature_delta' && block.type === 'thinking') block.signature = delta.signature;
  if (delta.type === 'citations_delta' && block.type === 'text') {
    block.citations = [...(block.citations ?? []), delta.citation];
  }
}

/** Sets the input of a tool call from its JSON text. Returns what is wrong with the text; null when nothing is. */
function readInput(block: { input: unknown }, text: string): string | null {
  if (text.trim() === '') return null;
  try {
    const input: unknown = JSON.parse(text);
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return 'the input is not a JSON object';
    block.input = input;
    return null;
  } catch (error) {
    return `the input is not valid JSON: ${messageOf(error)}`;
  }
}

/** One line of the category and the explanation of a refusal; null where the provider gives neither. */
function wordsOf(details: Partial<RefusalStopDetails> | null | undefined): string | null {
  const words = [details?.category, details?.explanation].filter(Boolean).join(': ');
  return words === '' ? null : oneLine(words);
}

/** As it comes: any part may be missing, whatever the types of the SDK promise. */
interface ReportedUsage {
  readonly input_tokens?: number | null;
  readonly output_tokens?: number | null;
  readonly cache_read_input_tokens?: number | null;
  readonly cache_creation_input_tokens?: number | null;
  readonly cache_creation?: { readonly ephemeral_1h_input_tokens?: number } | null;
  readonly output_tokens_details?: { readonly thinking_tokens?: number } | null;
  readonly server_tool_use?: { readonly web_search_requests?: number } | null;
}

/** Later figures of a stream replace earlier ones: they are totals, and absent where they did not change. */
function usageOf(before: Usage, reported: ReportedUsage): Usage {
  const thinking = reported.output_tokens_details?.thinking_tokens || before.thinking;
  const cacheWriteHour = reported.cache_creation?.ephemeral_1h_input_tokens || before.cacheWriteHour;
  const webSearches = reported.server_tool_use?.web_search_requests || before.webSearches;
  return {
    input: reported.input_tokens ?? before.input,
    output: reported.output_tokens ?? before.output,
    cacheRead: reported.cache_read_input_tokens ?? before.cacheRead,
    cacheWrite: reported.cache_creation_input_tokens ?? before.cacheWrite,
    ...(thinking && { thinking }),
    ...(cacheWriteHour && { cacheWriteHour }),
    ...(webSearches && { webSearches }),
  };
}
