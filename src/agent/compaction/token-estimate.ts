import type { ContentBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { MessageParam } from '../model/model-client.js';

const CHARACTERS_A_TOKEN = 3.5;
/** The provider scales images down to about this many tokens. */
const IMAGE_TOKENS = 1_600;
/** A PDF is more layout and fonts than words. */
const BASE64_A_TOKEN = 40;

/** About how many tokens messages take: for decisions, never for bills. */
export function estimateTokens(messages: readonly MessageParam[]): number {
  return messages.reduce((sum, { content }) => sum + contentTokens(content), 0);
}

export function estimateText({ length }: string): number {
  return length / CHARACTERS_A_TOKEN;
}

type Content = string | readonly ContentBlockParam[];

function contentTokens(content: Content): number {
  if (typeof content === 'string') return estimateText(content);
  return content.reduce((sum, block) => sum + blockTokens(block), 0);
}

function blockTokens(block: ContentBlockParam): number {
  if (block.type === 'tool_result') return contentTokens((block.content ?? '') as Content);
  if (block.type === 'image') return IMAGE_TOKENS;
  if (block.type === 'document' && block.source.type === 'base64') return block.source.data.length / BASE64_A_TOKEN;
  return estimateText(JSON.stringify(block));
}
