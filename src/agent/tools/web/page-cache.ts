/** A page as text. */
export interface Page {
  readonly url: string;
  readonly text: string;
  /** True when the page is longer than `text`. */
  readonly cut: boolean;
}

/** Pages read lately, so that agents of one task do not fetch the same page again and again. */
export interface PageCache {
  get(url: string): Page | null;
  put(page: Page): void;
}

/** Milliseconds for which a page counts as what the server would say now. As in Claude Code. */
const FRESH_MS = 15 * 60_000;
/** Pages kept; with the limit on the text of one, some 20 MB. */
const MOST_PAGES = 100;

export function createPageCache(now: () => number): PageCache {
  const kept = new Map<string, { readonly page: Page; readonly at: number }>();
  return {
    get(url) {
      const entry = kept.get(url);
      return entry !== undefined && now() - entry.at < FRESH_MS ? entry.page : null;
    },
    put(page) {
      // Written anew, so that the oldest is always the first.
      kept.delete(page.url);
      kept.set(page.url, { page, at: now() });
      const [oldest] = kept.keys();
      if (kept.size > MOST_PAGES && oldest !== undefined) kept.delete(oldest);
    },
  };
}
