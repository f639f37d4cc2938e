/** Longest line shown whole, in characters. */
export const MOST_LINE_LENGTH = 2_000;

/** Lines as the model is shown them: with their numbers, the first of which is `first`. */
export function numberedLines(lines: readonly string[], first: number): string {
  return lines.map((line, index) => `${String(first + index).padStart(6)}\t${shortened(line)}`).join('\n');
}

/** Cut between characters, never inside one. */
function shortened(line: string): string {
  if (line.length <= MOST_LINE_LENGTH) return line;
  return `${line.slice(0, MOST_LINE_LENGTH).replace(/[\uD800-\uDBFF]$/, '')}… [line cut]`;
}
