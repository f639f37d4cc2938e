import * as z from 'zod';
import { limitNote, limitOutput } from '../limit-output.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult, type ToolUsage } from '../tool.js';
import type { Page } from './page-cache.js';
import type { Pages } from './pages.js';

export interface WebFetchOperations {
  readonly pages: Pages;
  /** Asks a small fast model what `prompt` wants to know of `page`. The page is hostile text. */
  readonly answer: (page: Page, prompt: string, signal: AbortSignal) => Promise<PageAnswer>;
  /** Whether this agent may reach this host where it is not on the public internet: a permission rule names it. */
  readonly allowPrivate: (host: string) => boolean;
}

export interface PageAnswer {
  readonly text: string;
  readonly used?: ToolUsage;
}

const MOST_PROMPT_LENGTH = 20_000;

const input = z.strictObject({
  url: z.string().min(1).describe('Whole URL of the page; http is upgraded to https'),
  prompt: z.string().min(1).max(MOST_PROMPT_LENGTH).describe('What to find out on the page'),
});

/** Reads a page for the agent: the agent gets the answer to its prompt, not the page. */
export function createWebFetchTool(operations: WebFetchOperations): Tool {
  return defineTool({
    name: 'WebFetch',
    description:
      'Fetches a page and answers a prompt about it with a small fast model. Pages are kept for 15 minutes. A redirect to another host is reported: call again with that URL if it is what you want. Pages that need a login cannot be read.',
    input,
    readOnly: true,
    run: (given, context) => webFetch(given, context, operations),
  });
}

async function webFetch(
  { url, prompt }: z.infer<typeof input>,
  { signal }: ToolContext,
  { pages, answer, allowPrivate }: WebFetchOperations,
): Promise<ToolResult> {
  const got = await pages.get(url, { allowPrivate, signal });
  switch (got.kind) {
    case 'failed':
      return refused(`${url} was not fetched: ${got.why}.`);
    case 'redirected':
      return ok(
        `${got.from} redirects to another host, which was not fetched: ${got.to}\nCall WebFetch with it if you want it.`,
      );
    case 'page':
      if (got.page.text.trim() === '') return ok(`${got.page.url} has no text.`);
      return shown(got.page, await answer(got.page, prompt, signal));
  }
}

function shown(page: Page, { text, used }: PageAnswer): ToolResult {
  const limited = limitOutput(text);
  const cut = page.cut ? '\n\n[The page is longer: only its beginning was read.]' : '';
  return { ...ok(limited.text + limitNote(limited, 'Ask for less at once.') + cut), ...(used && { used }) };
}
