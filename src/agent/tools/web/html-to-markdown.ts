import type TurndownService from 'turndown';
import { WatchdogBark, watched } from '../../answer/watchdog.js';

export type Converted =
  | { readonly kind: 'markdown'; readonly text: string }
  /** `why` completes "the page …". */
  | { readonly kind: 'failed'; readonly why: string };

/** Longest HTML that is converted, in characters, scripts and the like not counted. Costs about 2 µs a character. */
const MOST_HTML = 1_000_000;
/** Conversion blocks all agents of the worker: it is ended after this time, in milliseconds. */
const CONVERT_MS = 3_000;

/** What a reader of the page would see, as Markdown. A page made to be hard to read is given up. */
export async function htmlToMarkdown(html: string): Promise<Converted> {
  const service = await converter();
  try {
    return { kind: 'markdown', text: watched(CONVERT_MS, () => convert(service, html)) };
  } catch (error) {
    if (error instanceof WatchdogBark) return { kind: 'failed', why: 'takes too long to convert to text' };
    // The parser and the converter descend with the page, as deep as the stack.
    if (isRangeError(error)) return { kind: 'failed', why: 'is nested too deeply to convert to text' };
    throw error;
  }
}

/** Loaded late: most workers read no pages, and it takes a while. */
async function converter(): Promise<TurndownService> {
  const [{ default: Turndown }, { gfm }] = await Promise.all([import('turndown'), import('turndown-plugin-gfm')]);
  const service = new Turndown({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
  service.use(gfm);
  service.remove([...UNSEEN]);
  return service;
}

function convert(service: TurndownService, html: string): string {
  return service.turndown(html.replace(UNSEEN_ELEMENTS, '').slice(0, MOST_HTML)).trim();
}

/** Elements whose content is not for readers. */
const UNSEEN = ['script', 'style', 'noscript', 'template', 'iframe', 'object'] as const;

/** Taken out as text beforehand, since they are often most of a page. */
const UNSEEN_ELEMENTS = /<(script|style|template|svg)\b[^>]*>[\s\S]*?<\/\1\s*>|<!--[\s\S]*?-->/gi;

/** The stack may overflow in the watchdog's realm, whose errors are of other classes. */
function isRangeError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'RangeError';
}
