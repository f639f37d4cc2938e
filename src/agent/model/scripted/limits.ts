/** A time in which the server refuses every request. */
export interface LimitSpan {
  readonly ms: number;
  /** 429 unless given. */
  readonly status?: number;
  /**
   * How it says when to come back: `retry-after` in seconds, the `reset` of a subscription's usage limit, which is told to
   * the next whole second, or not at all. `retry-after` unless given.
   */
  readonly tells?: 'retry-after' | 'reset' | 'nothing';
}

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the server refuses whatever its task says. */
export interface Limits {
  /** From now on, one span behind the other, in the place of all that was ordered before. */
  begin(spans: readonly LimitSpan[]): void;
  /** How a request is refused now; null when it is not. Counts it. */
  refuse(): Refusal | null;
  /** Requests refused in each span. */
  refused(): readonly number[];
}

/** `now`: milliseconds since the epoch. */
export function createLimits(now: () => number): Limits {
  let spans: readonly (LimitSpan & { readonly until: number })[] = [];
  let refused: number[] = [];
  return {
    begin(ordered) {
      let until = now();
      spans = ordered.map((span) => ({ ...span, until: (until += span.ms) }));
      refused = spans.map(() => 0);
    },
    refuse() {
      const at = spans.findIndex(({ until }) => now() < until);
      const span = spans[at];
      if (!span) return null;
      refused[at] = (refused[at] ?? 0) + 1;
      return { status: span.status ?? 429, headers: headersOf(span, span.until, now()) };
    },
    refused: () => refused,
  };
}

function headersOf({ tells = 'retry-after' }: LimitSpan, until: number, now: number): Refusal['headers'] {
  switch (tells) {
    case 'retry-after':
      return { 'retry-after': String((until - now) / 1_000) };
    case 'reset':
      return {
        'anthropic-ratelimit-unified-status': 'rejected',
        'anthropic-ratelimit-unified-reset': String(Math.ceil(until / 1_000)),
      };
    case 'nothing':
      return {};
  }
}

/** What another process orders, as JSON. Null where it is something else. */
export function readSpans(text: string): readonly LimitSpan[] | null {
  try {
    const spans = JSON.parse(text) as readonly LimitSpan[];
    return Array.isArray(spans) && spans.every(({ ms }) => ms >= 0) ? spans : null;
  } catch {
    return null;
  }
}
