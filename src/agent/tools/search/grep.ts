import * as z from 'zod';
import { inWords } from '../in-words.js';
import { limitNote, limitOutput } from '../limit-output.js';
import { pathText, placeOf } from '../place.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from '../tool.js';
import { foundLines, withoutHidden } from './found-lines.js';
import { runRipgrep } from './ripgrep.js';

/** What Grep needs: something that takes the options of ripgrep, and answers as it does. */
export interface GrepOperations {
  /** Searches the file or directory at `path`; globs count from that directory. Throws what the system says. */
  search(options: readonly string[], path: string, signal: AbortSignal): Promise<Searched>;
}

export type Searched =
  /** `cut` when there was more than a search may say. */
  | { readonly kind: 'matches'; readonly output: string; readonly cut: boolean }
  | { readonly kind: 'failed'; readonly message: string };

/** Longest line shown whole, in bytes. */
const MOST_COLUMNS = 2_000;

const contextLines = z.int().min(0).max(1_000).optional();

const input = z.strictObject({
  pattern: z.string().min(1).max(10_000).describe('Regular expression in the syntax of ripgrep'),
  path: pathText.optional().describe('File or directory to search in; the working directory by default'),
  glob: z.string().min(1).max(1_000).optional().describe('Search only files that match, for example *.ts'),
  type: z.string().regex(/^\w+$/).optional().describe('Search only files of this type, for example js, py, rust'),
  output_mode: z.enum(['files_with_matches', 'content', 'count']).optional().describe('files_with_matches by default'),
  '-A': contextLines.describe('Lines to show after each match (content)'),
  '-B': contextLines.describe('Lines to show before each match (content)'),
  '-C': contextLines.describe('Lines to show around each match (content)'),
  '-n': z.boolean().optional().describe('Show line numbers (content); true by default'),
  '-i': z.boolean().optional().describe('Ignore case'),
  head_limit: z.int().min(0).optional().describe('Show only the first lines or files of the result; 0 for all'),
  offset: z.int().min(0).optional().describe('Leave out as many lines or files before'),
  multiline: z.boolean().optional().describe('Let matches span lines, and . match line breaks'),
});

type GrepInput = z.infer<typeof input>;

export function createGrepTool(operations: GrepOperations = { search: runRipgrep }): Tool {
  return defineTool({
    name: 'Grep',
    description:
      'Searches the contents of files for a regular expression, with ripgrep. Leaves out .git, what .gitignore names, and binary files.',
    input,
    readOnly: true,
    run: (given, context) => inWords(given.path ?? '.', () => grep(given, context, operations)),
  });
}

async function grep(given: GrepInput, context: ToolContext, operations: GrepOperations): Promise<ToolResult> {
  if ([given.pattern, given.glob].some((text) => text?.includes('\0'))) {
    return refused('A pattern cannot contain a NUL character. Write \\x00 to search for one.');
  }
  const place = await placeOf(given.path ?? '.', context);
  if (place.kind !== 'there') return place.result;
  const searched = await operations.search(optionsOf(given), place.path, context.signal);
  if (searched.kind === 'failed') return refused(`Grep failed: ${searched.message}`);

  const found = foundLines(modeOf(given), searched.output, given['-n'] === false ? 'plain' : 'numbered');
  const lines = withoutHidden(found, context.hidden).map((line) => line.shown);
  return shown(lines, searched.cut, given);
}

function modeOf(given: GrepInput): NonNullable<GrepInput['output_mode']> {
  return given.output_mode ?? 'files_with_matches';
}

/** The pattern goes behind `-e`, so that it cannot be an option. */
function optionsOf(given: GrepInput): readonly string[] {
  return [
    '--null',
    '--with-filename',
    '--hidden',
    ...MODE_OPTIONS[modeOf(given)],
    ...around(given),
    ...(given['-i'] ? ['--ignore-case'] : []),
    ...(given.multiline ? ['--multiline', '--multiline-dotall'] : []),
    ...(given.glob === undefined ? [] : [`--glob=${given.glob}`]),
    ...(given.type === undefined ? [] : [`--type=${given.type}`]),
    // The last glob that matches decides.
    '--glob=!.git',
    '-e',
    given.pattern,
  ];
}

const MODE_OPTIONS = {
  files_with_matches: ['--files-with-matches', '--sortr=modified'],
  content: ['--no-heading', '--line-number', `--max-columns=${MOST_COLUMNS}`, '--max-columns-preview'],
  count: ['--count'],
} as const;

function around(given: GrepInput): readonly string[] {
  if (modeOf(given) !== 'content') return [];
  return (['-A', '-B', '-C'] as const).flatMap((option) => {
    const lines = given[option];
    return lines === undefined ? [] : [`${option}${lines}`];
  });
}

function shown(lines: readonly string[], cut: boolean, { head_limit, offset = 0 }: GrepInput): ToolResult {
  if (lines.length === 0) return ok('No matches found.');
  const head = lines.slice(offset, head_limit ? offset + head_limit : undefined);
  if (head.length === 0) return refused(`There are only ${lines.length} lines; offset ${offset} is past their end.`);
  const limited = limitOutput(head.join('\n'));
  if (limited.hit !== null || cut) {
    return ok(
      limited.text +
        limitNote({ ...limited, hit: limited.hit ?? 'bytes' }, 'Use a narrower pattern, path or glob, or offset.'),
    );
  }
  const rest = lines.length - offset - head.length;
  return ok(limited.text + (rest > 0 ? `\n\n[${rest} more. Continue with offset ${offset + head.length}.]` : ''));
}
