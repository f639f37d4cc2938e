import { z } from 'zod';
import { limitNote, limitOutput } from './limit-output.js';
import { placeOf } from './place.js';
import { runRipgrep } from './ripgrep.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from './tool.js';

/** What Grep needs: something that takes the options of ripgrep. */
export interface GrepOperations {
  /** Searches the file or directory at `path`; globs count from that directory. */
  search(options: readonly string[], path: string, signal: AbortSignal): Promise<Searched>;
}

export type Searched =
  /** `cut` when there was more than a search may say. */
  | { readonly kind: 'matches'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'failed'; readonly message: string };

const contextLines = z.int().min(0).max(1_000).optional();

const input = z.strictObject({
  pattern: z.string().min(1).max(10_000).describe('Regular expression in the syntax of ripgrep'),
  path: z.string().min(1).optional().describe('File or directory to search in; the working directory by default'),
  glob: z.string().min(1).optional().describe('Search only files that match, for example *.ts'),
  type: z.string().regex(/^\w+$/).optional().describe('Search only files of this type, for example js, py, rust'),
  output_mode: z.enum(['files_with_matches', 'content', 'count']).optional().describe('files_with_matches by default'),
  '-A': contextLines.describe('Lines to show after each match (content)'),
  '-B': contextLines.describe('Lines to show before each match (content)'),
  '-C': contextLines.describe('Lines to show around each match (content)'),
  '-n': z.boolean().optional().describe('Show line numbers (content); true by default'),
  '-i': z.boolean().optional().describe('Ignore case'),
  head_limit: z.int().min(0).optional().describe('Show only the first lines or files of the result; 0 for all'),
  multiline: z.boolean().optional().describe('Let matches span lines, and . match line breaks'),
});

type GrepInput = z.infer<typeof input>;

export function createGrepTool(operations: GrepOperations = { search: runRipgrep }): Tool {
  return defineTool({
    name: 'Grep',
    description:
      'Searches the contents of files for a regular expression, with ripgrep. Leaves out what .gitignore names, and binary files.',
    input,
    readOnly: true,
    run: (given, context) => grep(given, context, operations),
  });
}

async function grep(given: GrepInput, context: ToolContext, operations: GrepOperations): Promise<ToolResult> {
  const place = await placeOf(given.path ?? '.', context);
  if (place.kind === 'refused') return place.result;
  const found = await operations.search(optionsOf(given), place.path, context.signal);
  if (found.kind === 'failed') return refused(`Grep failed: ${found.message}`);
  return shown(found.text.replace(/\n$/, ''), found.cut, given.head_limit);
}

/** The pattern goes behind `-e`, so that it cannot be an option. */
function optionsOf(given: GrepInput): readonly string[] {
  const mode = given.output_mode ?? 'files_with_matches';
  return [
    ...MODE_OPTIONS[mode],
    ...(mode === 'content' ? contentOptions(given) : []),
    ...(given['-i'] ? ['--ignore-case'] : []),
    ...(given.multiline ? ['--multiline', '--multiline-dotall'] : []),
    ...(given.glob === undefined ? [] : [`--glob=${given.glob}`]),
    ...(given.type === undefined ? [] : [`--type=${given.type}`]),
    '-e',
    given.pattern,
  ];
}

const MODE_OPTIONS = {
  files_with_matches: ['--files-with-matches', '--sortr=modified'],
  content: ['--with-filename', '--no-heading'],
  count: ['--count', '--with-filename'],
} as const;

function contentOptions(given: GrepInput): readonly string[] {
  const around = (['-A', '-B', '-C'] as const).flatMap((option) => {
    const lines = given[option];
    return lines === undefined ? [] : [`${option}${lines}`];
  });
  return [given['-n'] === false ? '--no-line-number' : '--line-number', ...around];
}

function shown(text: string, cut: boolean, headLimit: number | undefined): ToolResult {
  if (text === '') return ok('No matches found.');
  const lines = text.split('\n');
  const head = lines.slice(0, headLimit || undefined);
  const limited = limitOutput(head.join('\n'));
  const narrower = 'Use a narrower pattern, path or glob.';
  if (limited.hit !== null || cut)
    return ok(limited.text + limitNote({ ...limited, hit: limited.hit ?? 'bytes' }, narrower));
  const rest = lines.length - head.length;
  return ok(limited.text + (rest > 0 ? `\n\n[First ${head.length} lines; ${rest} more.]` : ''));
}
