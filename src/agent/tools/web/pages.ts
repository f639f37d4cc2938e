import { messageOf } from '../../../config/message-of.js';
import { isSameSite, pageAddress } from './page-address.js';
import { createPageCache, type Page, type PageCache } from './page-cache.js';
import { PrivateAddressError, type PageRequest, requestPage } from './page-request.js';
import { readPage } from './read-page.js';

/** Pages of the web as agents read them. One for all agents of a worker: pages are kept for 15 minutes. */
export interface Pages {
  /** Rejects only when `signal` ends it. */
  get(url: string, options: GetPageOptions): Promise<GotPage>;
}

export interface GetPageOptions {
  /** Whether this agent may reach this host where it is not on the public internet. */
  readonly allowPrivate: (host: string) => boolean;
  readonly signal: AbortSignal;
}

export type GotPage =
  | { readonly kind: 'page'; readonly page: Page }
  /** To another site: what a permission was given for ends here. */
  | { readonly kind: 'redirected'; readonly from: string; readonly to: string }
  /** `why` is one line for the model. */
  | { readonly kind: 'failed'; readonly why: string };

export interface PagesOptions {
  readonly request?: PageRequest;
  /** Milliseconds; what the age of a page is told by. */
  readonly now?: () => number;
  /** Milliseconds for a page with all its redirects. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const MOST_REDIRECTS = 10;

export function createPages({
  request = requestPage,
  now = Date.now,
  timeoutMs = TIMEOUT_MS,
}: PagesOptions = {}): Pages {
  const cache = createPageCache(now);
  return {
    async get(text, { allowPrivate, signal }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const either = AbortSignal.any([signal, timeout]);
      try {
        return await follow(text, { allowPrivate, signal: either }, request, cache);
      } catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted) return failed(`there was no whole page within ${timeoutMs / 1_000} s`);
        return failed(reasonOf(error));
      }
    },
  };
}

async function follow(text: string, options: GetPageOptions, request: PageRequest, cache: PageCache): Promise<GotPage> {
  let address = pageAddress(text);
  for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
    if (address.kind === 'refused') return failed(address.why);
    const { url } = address;
    const known = cache.get(url.href);
    if (known !== null) return { kind: 'page', page: known };

    const response = await request(url, options);
    if (response.location === null) {
      if (response.status < 200 || response.status > 299) return failed(`the server answered ${response.status}`);
      const read = await readPage(response);
      if (read.kind === 'unreadable') return failed(`the page ${read.why}`);
      const page = { url: url.href, text: read.text, cut: read.cut };
      // What one agent may reach is not for those who may not.
      if (response.isPublic) cache.put(page);
      return { kind: 'page', page };
    }
    address = pageAddress(response.location, url);
    if (address.kind === 'address' && !isSameSite(address.url, url)) {
      return { kind: 'redirected', from: url.href, to: address.url.href };
    }
  }
  return failed(`there were more than ${MOST_REDIRECTS} redirects`);
}

function reasonOf(error: unknown): string {
  if (error instanceof PrivateAddressError) {
    return `${error.message}: it is fetched only when a permission rule names it, as in WebFetch(domain:HOST)`;
  }
  return `the request failed: ${messageOf(error)}`;
}

function failed(why: string): GotPage {
  return { kind: 'failed', why };
}
