/** One line of what ripgrep found. */
export interface FoundLine {
  /** Null for a line between two groups of lines. */
  readonly path: string | null;
  /** As the model is shown it. */
  readonly shown: string;
}

/** What a search was asked for, by the names that Grep's `output_mode` has for it. */
export type FoundKind = 'files_with_matches' | 'content' | 'count';

const GAP: FoundLine = { path: null, shown: '--' };

/**
 * Reads the output of ripgrep with `--null`, and with `--line-number` for content. A NUL ends each path, so that no file
 * can pass for another by its name. What is not whole at the end is left out.
 */
export function foundLines(kind: FoundKind, output: string, numbers: 'numbered' | 'plain'): readonly FoundLine[] {
  const lines: FoundLine[] = [];
  const record = new RegExp(RECORDS[kind], 'y');
  for (let match = record.exec(output); match !== null; match = record.exec(output)) {
    const { path, number, sign = ':', text, binary } = match.groups ?? {};
    if (path !== undefined) {
      const parts = [path, numbers === 'numbered' ? number : undefined, text];
      lines.push({ path, shown: parts.filter((part) => part !== undefined).join(sign) });
    } else if (binary !== undefined) {
      lines.push({ path: binary, shown: `${binary}: binary file, further matches are not shown` });
    } else {
      lines.push(GAP);
    }
  }
  return lines;
}

const RECORDS: Readonly<Record<FoundKind, string>> = {
  files_with_matches: String.raw`(?<path>[^\0]+)\0`,
  count: String.raw`(?<path>[^\0]+)\0(?<text>\d+)\n`,
  // A gap, the end of a file that turned out to be binary, or a line: `:` for a match, `-` for one around it.
  content: [
    String.raw`--\n`,
    String.raw`(?<binary>[^\0\n]+): (?:WARNING: stopped searching binary file after match|binary file matches) [^\0\n]*\n`,
    String.raw`(?<path>[^\0]+)\0(?<number>\d+)(?<sign>[:-])(?<text>[^\n]*)\n`,
  ].join('|'),
};

/** The lines of files that are not hidden, without the gaps that are left over. */
export function withoutHidden(
  lines: readonly FoundLine[],
  hidden: (path: string) => boolean = () => false,
): readonly FoundLine[] {
  const verdicts = new Map<string, boolean>();
  const isHidden = (path: string): boolean => {
    const verdict = verdicts.get(path) ?? hidden(path);
    verdicts.set(path, verdict);
    return verdict;
  };
  const kept: FoundLine[] = [];
  for (const line of lines) {
    const afterGap = (kept.at(-1) ?? GAP).path === null;
    if (line.path === null ? !afterGap : !isHidden(line.path)) kept.push(line);
  }
  return kept.at(-1)?.path === null ? kept.slice(0, -1) : kept;
}
