import type { Json } from '../../interpreter/outcome.js';
import type { Report } from './report.js';

/** The report for programs. */
export interface ReportDocument extends Omit<Report, 'timeline' | 'script' | 'args'> {
  /** With the lines that call agents, and how often they did; null where no record was kept. */
  readonly script: { readonly file: string; readonly calls: readonly CalledLine[] } | null;
  /** Null when it was started without any. */
  readonly args: Json;
}

interface CalledLine {
  readonly line: number;
  readonly calls: number;
}

/** Without the script's text, and without what is for the eye alone. */
export function reportJson({ timeline: _timeline, script, args, ...report }: Report): ReportDocument {
  return {
    ...report,
    script: script && {
      file: script.file,
      calls: script.lines.flatMap(({ calls }, index) => (calls === null ? [] : [{ line: index + 1, calls }])),
    },
    args: args === null ? null : (JSON.parse(args) as Json),
  };
}
