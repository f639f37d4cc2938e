/** Bounds on what one tool call may say to the model; whichever is reached first. */
export const MOST_LINES = 2_000;
export const MOST_BYTES = 50 * 1024;

export interface Limited {
  /** Whole lines, unless the very first one is too long already. */
  readonly text: string;
  readonly lines: number;
  readonly hit: 'lines' | 'bytes' | null;
}

/** The beginning of `text`, as much as one tool call may say. */
export function limitOutput(text: string): Limited {
  const all = text.split('\n');
  const byLines = all.slice(0, MOST_LINES);
  let bytes = 0;
  const fitting = byLines.findIndex((line) => {
    bytes += Buffer.byteLength(line) + 1;
    // The last line needs no line break.
    return bytes - 1 > MOST_BYTES;
  });
  if (fitting === -1)
    return { text: byLines.join('\n'), lines: byLines.length, hit: byLines.length < all.length ? 'lines' : null };
  const kept = byLines.slice(0, fitting);
  if (kept.length > 0) return { text: kept.join('\n'), lines: kept.length, hit: 'bytes' };
  return { text: beginning(all[0] ?? ''), lines: 1, hit: 'bytes' };
}

/** The beginning of `text`, and what was left out of it, if anything. */
export function withinLimits(text: string, howToSeeMore: string): string {
  const limited = limitOutput(text);
  return limited.text + limitNote(limited, howToSeeMore);
}

/** What to append to limited text, so that the model knows; empty when nothing was left out. */
export function limitNote({ hit, lines }: Limited, howToSeeMore: string): string {
  if (hit === null) return '';
  const limit = hit === 'lines' ? `${MOST_LINES} lines` : `${MOST_BYTES / 1024} KB`;
  return `\n\n[Cut after ${lines} lines: a tool call shows at most ${limit}. ${howToSeeMore}]`;
}

/** Cut between characters, never inside one. */
function beginning(line: string): string {
  return new TextDecoder('utf-8').decode(Buffer.from(line).subarray(0, MOST_BYTES)).replace(/\uFFFD+$/, '');
}
