import { createHash } from 'node:crypto';
import type { MessageCreateParams } from '@anthropic-ai/sdk/resources/messages';
import { blocksOf } from './task.js';

/** The provider's cache of prefixes, as far as clients can tell: entries never grow old, and the oldest of very many go. */
export interface PromptCache {
  look(request: MessageCreateParams): CacheUse;
}

/** What one request has to do with the cache. Figures are tokens, estimated. */
export interface CacheUse {
  readonly read: number;
  readonly written: number;
  /** Call when the reply begins: from then on others can read what this request writes. */
  begin(): void;
}

/** The API takes no shorter prefix. */
const SHORTEST_PREFIX = 1_024;
/** Blocks before a mark in which the API looks for a prefix it knows. */
const LOOK_BACK = 20;
const MOST_ENTRIES = 20_000;
const CHARACTERS_A_TOKEN = 3.5;

export function createPromptCache(): PromptCache {
  const entries = new Set<string>();
  return {
    look(request) {
      const boundaries = boundariesOf(request);
      const marked = boundaries.filter((boundary) => boundary.marked && boundary.tokens >= SHORTEST_PREFIX);
      const known = marked.flatMap(({ block }) =>
        boundaries.slice(Math.max(0, block - LOOK_BACK), block + 1).filter(({ digest }) => entries.has(digest)),
      );
      const read = Math.max(0, ...known.map(({ tokens }) => tokens));
      const upTo = marked.at(-1)?.tokens ?? 0;
      return {
        read,
        written: Math.max(0, upTo - read),
        begin() {
          for (const { digest } of marked) entries.add(digest);
          for (const oldest of entries) {
            if (entries.size <= MOST_ENTRIES) break;
            entries.delete(oldest);
          }
        },
      };
    },
  };
}

/** A place where a prefix may end: behind a tool, a block of the system prompt, or a block of a message. */
interface Boundary {
  /** Number of the block it stands behind. */
  readonly block: number;
  /** Digest of all before it. */
  readonly digest: string;
  readonly tokens: number;
  readonly marked: boolean;
}

function boundariesOf(request: MessageCreateParams): readonly Boundary[] {
  const hash = createHash('sha256').update(request.model);
  const blocks = blocksIn(request);
  let length = 0;
  return blocks.map((block, i) => {
    const { cache_control: mark, ...content } = block;
    const text = JSON.stringify(content);
    hash.update(text);
    length += text.length;
    return {
      block: i,
      digest: hash.copy().digest('base64'),
      tokens: Math.ceil(length / CHARACTERS_A_TOKEN),
      marked: Boolean(mark ?? (i === blocks.length - 1 && request.cache_control)),
    };
  });
}

interface Markable {
  readonly type?: string | null;
  readonly cache_control?: unknown;
}

/** In the order in which they count; what changes the meaning of all messages stands before the first of them. */
function blocksIn({ tools, system, messages, thinking, tool_choice }: MessageCreateParams): readonly Markable[] {
  const settings = { thinking, tool_choice };
  const said = messages.flatMap((message) => blocksOf(message).map((block) => ({ role: message.role, ...block })));
  const prompt = typeof system === 'string' ? [{ type: 'text', text: system }] : (system ?? []);
  return [...(tools ?? []), ...prompt, ...said.map((block) => ({ ...settings, ...block }))];
}
