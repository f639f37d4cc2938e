// Replaces a passage of a text by another.
//
// R1  Passages are sought in the text as a model sees it: with line feeds only, whatever ends the lines of the file.
// R2  What is outside of the passages stays as it is, to the last carriage return.
// R3  New lines end as most lines of the file do.

export interface Change {
  readonly from: string;
  readonly to: string;
  readonly all: boolean;
}

export type Replacement =
  /** `passages` are where `to` stands now, as lines of the new text. */
  | { readonly kind: 'replaced'; readonly text: string; readonly passages: readonly Passage[] }
  | { readonly kind: 'missing' }
  /** The lines on which `from` begins; `all` was not asked. */
  | { readonly kind: 'ambiguous'; readonly lines: readonly number[] }
  | { readonly kind: 'too-long' };

/** Lines from 1, both included. */
export interface Passage {
  readonly first: number;
  readonly last: number;
}

/** `most` is how long the new text may become, in characters. */
export function replaceIn(file: string, change: Change, most: number): Replacement {
  const text = withLineFeeds(file);
  const from = withLineFeeds(change.from);
  const starts = placesOf(from, text);
  if (starts.length === 0) return { kind: 'missing' };
  if (starts.length > 1 && !change.all) return { kind: 'ambiguous', lines: lineNumbers(text, starts) };

  const to = withLineFeeds(change.to);
  const written = mostlyCrLf(file, text) ? to.replaceAll('\n', '\r\n') : to;
  if (file.length + starts.length * (written.length - from.length) > most) return { kind: 'too-long' };
  return {
    kind: 'replaced',
    text: splice(file, placesInFile(file, text, starts, from.length), written),
    passages: passagesOf(text, starts, from, to),
  };
}

/** A text as models see it. */
export function withLineFeeds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Where `wanted` begins, without overlaps. */
function placesOf(wanted: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}

function mostlyCrLf(file: string, text: string): boolean {
  const carriageReturns = file.length - text.length;
  return carriageReturns * 2 > lineFeeds(text, 0, text.length);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** From places in the text without carriage returns back to those in the file (R2). */
function placesInFile(file: string, text: string, starts: readonly number[], length: number): readonly Span[] {
  if (file.length === text.length) return starts.map((start) => ({ start, end: start + length }));
  let inFile = 0;
  let inText = 0;
  // Called with places in ascending order. Stops before the carriage return of a line end, not behind it.
  const find = (place: number): number => {
    for (; inText < place; inText += 1) inFile += file.startsWith('\r\n', inFile) ? 2 : 1;
    return inFile;
  };
  return starts.map((start) => ({ start: find(start), end: find(start + length) }));
}

function splice(file: string, spans: readonly Span[], written: string): string {
  const parts: string[] = [];
  let kept = 0;
  for (const { start, end } of spans) {
    parts.push(file.slice(kept, start), written);
    kept = end;
  }
  return parts.join('') + file.slice(kept);
}

function passagesOf(text: string, starts: readonly number[], from: string, to: string): readonly Passage[] {
  const longer = lineFeeds(to, 0, to.length) - lineFeeds(from, 0, from.length);
  // A line feed at the end ends the last line, it begins none.
  const further = lineFeeds(to, 0, to.length - 1);
  return lineNumbers(text, starts).map((line, index) => {
    const first = line + index * longer;
    return { first, last: first + further };
  });
}

/** The lines, from 1, on which ascending places stand. */
function lineNumbers(text: string, places: readonly number[]): readonly number[] {
  let line = 1;
  let counted = 0;
  return places.map((place) => {
    line += lineFeeds(text, counted, place);
    counted = place;
    return line;
  });
}

function lineFeeds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
