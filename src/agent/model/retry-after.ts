/** Longest window of a usage limit, with room: a reset later than this is a mistake of somebody's clock. */
const LONGEST_RESET_MS = 8 * 24 * 3_600_000;

/**
 * The wait in milliseconds that a provider asks for: `retry-after-ms`, else `retry-after` in seconds or as a date, else,
 * with status 429, the reset of the usage limit that was hit. Null where it asks for none. `now` is in milliseconds since
 * the epoch.
 */
export function retryAfterMs(headers: Headers, status: number, now: number): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const asked = momentIn((headers.get('retry-after') ?? '').trim(), (seconds) => now + seconds * 1_000);
  if (asked !== null) return Math.max(0, asked - now);
  return status === 429 ? untilReset(headers, now) : null;
}

/**
 * Milliseconds until the usage limit of a subscription resets. A passing throttle comes with the same headers and the
 * status `allowed`: it does not wait for the reset.
 */
function untilReset(headers: Headers, now: number): number | null {
  if ((headers.get('anthropic-ratelimit-unified-status') ?? 'rejected') !== 'rejected') return null;
  const reset = momentIn(headers.get('anthropic-ratelimit-unified-reset') ?? '', (seconds) => seconds * 1_000);
  const wait = (reset ?? now) - now;
  return wait > 0 && wait <= LONGEST_RESET_MS ? wait : null;
}

/** A number, read as `ofSeconds` says, or a date; null where the text is neither. In milliseconds since the epoch. */
function momentIn(text: string, ofSeconds: (seconds: number) => number): number | null {
  if (text === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return ofSeconds(seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date;
}
