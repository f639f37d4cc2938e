import type { WebSearchTool20250305 } from '@anthropic-ai/sdk/resources/messages';

/** Searches within one reply, at most. */
const MOST_SEARCHES = 8;

/**
 * WebSearch as requests carry it. The provider itself searches: calls and results come as blocks of the reply and go
 * back as they came, and there is nothing for us to run. Permission rules know it as `WebSearch`.
 *
 * Of the versions of this tool the first one: it is the one that all models and providers have, and the later ones
 * answer through code execution, which agents have in Bash already.
 */
export function webSearchDefinition(): WebSearchTool20250305 {
  return { type: 'web_search_20250305', name: 'web_search', max_uses: MOST_SEARCHES };
}
