/** Longest window of a usage limit, with room: a longer wait is a mistake of somebody's clock. */
const LONGEST_MS = 8 * 24 * 3_600_000;

/**
 * The wait in milliseconds that a provider asks for: `retry-after-ms`, else `retry-after` in seconds or as a date, else,
 * with status 429, the reset of the limits that were hit. Null where it asks for none. `now` is in milliseconds since the
 * epoch.
 */
export function retryAfterMs(headers: Headers, status: number, now: number): number | null {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (Number.isFinite(milliseconds)) return bounded(milliseconds);
  const asked = momentIn((headers.get('retry-after') ?? '').trim(), (seconds) => now + seconds * 1_000);
  if (asked !== null) return bounded(asked - now);
  return status === 429 ? untilReset(headers, now) : null;
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, ms), LONGEST_MS);
}

const UNIFIED = 'anthropic-ratelimit-unified';

/**
 * Milliseconds until all limits are reset that were hit: each must let the next request pass. Limits are named alike:
 * those of a subscription (`unified`, its windows `unified-5h`, `unified-7d`, …) have a status, those of a key
 * (`requests`, `input-tokens`, …) say what remains. What may be used beyond a subscription (`unified-overage`) is none.
 */
function untilReset(headers: Headers, now: number): number | null {
  const waits = [...headers].flatMap(([name, value]) => {
    const limit = name.match(/^(anthropic-ratelimit-.+)-reset$/)?.[1];
    if (limit === undefined || limit === `${UNIFIED}-overage` || !wasHit(limit, headers)) return [];
    const wait = (momentIn(value, (seconds) => seconds * 1_000) ?? now) - now;
    return wait > 0 && wait <= LONGEST_MS ? [wait] : [];
  });
  return waits.length > 0 ? Math.max(...waits) : null;
}

/** A passing throttle comes with the headers of the subscription, too, and the status `allowed`. */
function wasHit(limit: string, headers: Headers): boolean {
  const status = headers.get(`${limit}-status`);
  return status === null ? limit === UNIFIED || headers.get(`${limit}-remaining`) === '0' : status === 'rejected';
}

/** A number, read as `ofSeconds` says, or a date; null where the text is neither. In milliseconds since the epoch. */
function momentIn(text: string, ofSeconds: (seconds: number) => number): number | null {
  if (text === '') return null;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return ofSeconds(seconds);
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : date;
}
