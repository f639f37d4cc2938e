/** Longest piece of a provider's words that is passed on: a proxy may answer with a whole page. */
const LONGEST = 300;

/** The words of a provider, or of its SDK, on one line, cut where they are too long. */
export function oneLine(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
