/** Longest path of an import, in characters. What is longer is text. */
const LONGEST_PATH = 1_000;

/**
 * The paths a memory file imports: `@path` at the start of a word, as it is written, without the punctuation that
 * follows it. Not in code, where an `@` means something else. Takes time in proportion to the text.
 */
export function importsIn(markdown: string): readonly string[] {
  const paths = linesOutsideFences(markdown)
    .flatMap(outsideCodeSpans)
    .flatMap((prose) => [...prose.matchAll(MENTION)])
    .map(([, path = '']) => path)
    .filter((path) => path.length <= LONGEST_PATH)
    .map(withoutTrail)
    .filter((path) => path !== '');
  return [...new Set(paths)];
}

/** A blank inside of a path has a backslash before it. */
const MENTION = /(?<=^|\s)@((?:\\ |\S)+)/g;

function withoutTrail(mentioned: string): string {
  const [path = ''] = mentioned.replaceAll('\\ ', ' ').split('#');
  return path.replace(/[.,;:!?)\]}>"'*_]+$/, '');
}

function linesOutsideFences(markdown: string): readonly string[] {
  let fence: string | null = null;
  return markdown.split(/\r?\n/).filter((line) => {
    const [, mark] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (mark === undefined) return fence === null;
    if (fence === null) fence = mark;
    else if (mark.startsWith(fence) && line.trim() === mark) fence = null;
    return false;
  });
}

/** A code span ends at the next run of as many backticks as it began with; without one it is none. */
function outsideCodeSpans(line: string): readonly string[] {
  const runs = [...line.matchAll(/`+/g)].map(({ 0: { length }, index }) => ({ index, length }));
  const partners = partnersOf(runs.map(({ length }) => length));
  const prose: string[] = [];
  let from = 0;
  for (let at = 0; at < runs.length; at += 1) {
    const partner = partners[at];
    const [opening, closing] = [runs[at], partner === undefined ? undefined : runs[partner]];
    if (partner === undefined || !opening || !closing) continue;
    prose.push(line.slice(from, opening.index));
    from = closing.index + closing.length;
    at = partner;
  }
  return [...prose, line.slice(from)];
}

/** For each run of backticks the next one of the same length. */
function partnersOf(lengths: readonly number[]): readonly (number | undefined)[] {
  const next = new Map<number, number>();
  return lengths
    .map((length, index) => ({ length, index }))
    .toReversed()
    .map(({ length, index }) => {
      const partner = next.get(length);
      next.set(length, index);
      return partner;
    })
    .toReversed();
}
