import { createHash } from 'node:crypto';
import { MOST_KNOWN_BYTES } from '../files/known-file.js';
import { MOST_LINE_LENGTH } from '../files/numbered-lines.js';

/** Some lines of a text. */
export interface TextView {
  readonly lines: readonly string[];
  /** Lines that were passed: all there are, unless the text was too long to be read to its end. */
  readonly total: number;
  /** Of the whole text; null when it is larger than `MOST_KNOWN_BYTES`. */
  readonly digest: string | null;
}

export interface LineRange {
  /** From 1. */
  readonly offset: number;
  readonly limit: number;
}

/** Looks at UTF-8 text that comes in pieces and is about `size` bytes long. Holds no more of it than it shows. */
export async function viewText(
  text: AsyncIterable<Buffer> | Iterable<Buffer>,
  range: LineRange,
  size: number,
): Promise<TextView> {
  let hash = size <= MOST_KNOWN_BYTES ? createHash('sha256') : null;
  const collected = collectLines(range);
  let bytes = 0;
  for await (const piece of text) {
    bytes += piece.length;
    if (bytes > MOST_KNOWN_BYTES) hash = null;
    hash?.update(piece);
    collected.add(piece);
    if (hash === null && collected.passed() >= range.offset + range.limit) break;
  }
  return { lines: collected.lines(), total: collected.passed(), digest: hash?.digest('hex') ?? null };
}

/** Bytes that surely hold `MOST_LINE_LENGTH` characters and one more; what goes beyond is not kept. */
const MOST_LINE_BYTES = 4 * (MOST_LINE_LENGTH + 1);
const LINE_FEED = 10;

interface Collected {
  add(piece: Buffer): void;
  lines(): readonly string[];
  /** Lines so far, with the one that has no end yet. */
  passed(): number;
}

function collectLines({ offset, limit }: LineRange): Collected {
  const lines: string[] = [];
  let ended = 0;
  let begun = false;
  let kept: Buffer[] = [];
  let keptBytes = 0;

  const wanted = (): boolean => ended + 1 >= offset && lines.length < limit;
  const keep = (part: Buffer): void => {
    if (part.length === 0) return;
    begun = true;
    if (!wanted() || keptBytes >= MOST_LINE_BYTES) return;
    // A copy: the piece it is a part of may be large.
    const beginning = Buffer.from(part.subarray(0, MOST_LINE_BYTES - keptBytes));
    kept.push(beginning);
    keptBytes += beginning.length;
  };
  const lineSoFar = (): string => {
    const line = Buffer.concat(kept).toString('utf8').replace(/\r$/, '');
    return ended === 0 ? line.replace(/^\uFEFF/, '') : line;
  };
  const end = (): void => {
    if (wanted()) lines.push(lineSoFar());
    ended += 1;
    begun = false;
    kept = [];
    keptBytes = 0;
  };

  return {
    add(piece) {
      let start = 0;
      for (let stop = piece.indexOf(LINE_FEED); stop !== -1; stop = piece.indexOf(LINE_FEED, start)) {
        keep(piece.subarray(start, stop));
        end();
        start = stop + 1;
      }
      keep(piece.subarray(start));
    },
    lines: () => (begun && wanted() ? [...lines, lineSoFar()] : lines),
    passed: () => ended + Number(begun),
  };
}
