import { MIMEType } from 'node:util';
import { htmlToMarkdown } from './html-to-markdown.js';
import type { PageResponse } from './page-request.js';

export type PageText =
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  /** `why` completes "the page …". */
  | { readonly kind: 'unreadable'; readonly why: string };

/** Characters of a page that are kept and shown to the model that answers. */
const MOST_PAGE_LENGTH = 100_000;

/** The text of a page: HTML as Markdown, other text as it is. */
export async function readPage(response: PageResponse): Promise<PageText> {
  const type = typeOf(response.contentType);
  if (!isText(type.essence)) return { kind: 'unreadable', why: `is no text but ${type.essence}` };
  const text = decode(response.body, type);
  if (text.includes('\0')) return { kind: 'unreadable', why: 'is no text, whatever its type says' };
  if (!isHtml(type.essence)) return bounded(text, response.cut);
  const converted = await htmlToMarkdown(text);
  if (converted.kind === 'failed') return { kind: 'unreadable', why: converted.why };
  return bounded(converted.text, response.cut);
}

function bounded(text: string, cut: boolean): PageText {
  return { kind: 'text', text: text.slice(0, MOST_PAGE_LENGTH), cut: cut || text.length > MOST_PAGE_LENGTH };
}

interface ContentType {
  readonly essence: string;
  readonly charset: string | null;
}

/** Servers that say nothing, or nonsense, mostly serve text. */
function typeOf(header: string): ContentType {
  try {
    const { essence, params } = new MIMEType(header);
    return { essence, charset: params.get('charset') };
  } catch {
    return { essence: 'text/plain', charset: null };
  }
}

const TEXT_TYPES = new Set([
  'application/json',
  'application/javascript',
  'application/xml',
  'application/yaml',
  'application/x-yaml',
  'application/toml',
  'application/x-ndjson',
  'application/sql',
  'image/svg+xml',
]);

function isText(essence: string): boolean {
  return essence.startsWith('text/') || TEXT_TYPES.has(essence) || /\+(json|xml|yaml)$/.test(essence);
}

function isHtml(essence: string): boolean {
  return essence === 'text/html' || essence === 'application/xhtml+xml';
}

/** How much of a page's beginning may name its encoding, in bytes, as browsers have it. */
const SNIFFED_BYTES = 1_024;

function decode(body: Uint8Array, { essence, charset }: ContentType): string {
  const declared = charset ?? (isHtml(essence) ? charsetIn(body) : null) ?? 'utf-8';
  try {
    return new TextDecoder(declared).decode(body);
  } catch {
    // An encoding nobody knows.
    return new TextDecoder().decode(body);
  }
}

function charsetIn(body: Uint8Array): string | null {
  const beginning = Buffer.from(body.subarray(0, SNIFFED_BYTES)).toString('latin1');
  return /<meta[^>]{1,200}charset=["']?([\w-]{1,40})/i.exec(beginning)?.[1] ?? null;
}
