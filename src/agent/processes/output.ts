/** Bytes kept of what was printed since the last look: so many of its beginning, and as many of its end. */
const KEPT_AT_EITHER_END = 128 * 1024;

/** What a command has printed and nobody has seen yet, within bounds. */
export interface Output {
  push(chunk: Buffer): void;
  /** What came since this was last called. */
  take(): Excerpt;
}

/** The end follows upon the beginning unless bytes between them were dropped. */
export interface Excerpt {
  readonly beginning: Buffer;
  readonly end: Buffer;
  /** Bytes. */
  readonly dropped: number;
}

export function createOutput(): Output {
  let unseen = NOTHING;
  return {
    push(chunk) {
      unseen = extend(unseen, chunk);
    },
    take() {
      const taken = unseen;
      unseen = NOTHING;
      return taken;
    },
  };
}

const NOTHING: Excerpt = { beginning: Buffer.alloc(0), end: Buffer.alloc(0), dropped: 0 };

function extend({ beginning, end, dropped }: Excerpt, chunk: Buffer): Excerpt {
  const room = KEPT_AT_EITHER_END - beginning.length;
  const more = Buffer.concat([end, chunk.subarray(room)]);
  const excess = Math.max(0, more.length - KEPT_AT_EITHER_END);
  return {
    beginning: room > 0 ? Buffer.concat([beginning, chunk.subarray(0, room)]) : beginning,
    end: more.subarray(excess),
    dropped: dropped + excess,
  };
}
