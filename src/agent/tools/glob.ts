import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { glob as findFiles } from 'tinyglobby';
import { z } from 'zod';
import { isWithin } from '../../workspace/contain.js';
import { limitNote, limitOutput } from './limit-output.js';
import { placeOf } from './place.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from './tool.js';

/** What Glob needs of a file system. */
export interface GlobOperations {
  /** Files under `directory` that match `pattern`, with the time of their last change in milliseconds. */
  find(pattern: string, directory: string, signal: AbortSignal): Promise<readonly FoundFile[]>;
}

export interface FoundFile {
  readonly path: string;
  readonly changedMs: number;
}

/** Files listed at most. */
const MOST_FILES = 100;
/** Longest pattern, in characters: matching may take time that grows steeply with it. */
const MOST_PATTERN_LENGTH = 1_000;
/** Never what an agent looks for, and often most of a tree. */
const IGNORED = ['**/.git/**', '**/node_modules/**'];

const input = z.strictObject({
  pattern: z.string().min(1).max(MOST_PATTERN_LENGTH).describe('For example **/*.ts or src/{a,b}/*.json'),
  path: z.string().min(1).optional().describe('Directory to search in; the working directory by default'),
});

export function createGlobTool(operations: GlobOperations = localTree): Tool {
  return defineTool({
    name: 'Glob',
    description: `Finds files by a pattern for their paths, those changed last first, at most ${MOST_FILES}. Leaves out .git and node_modules.`,
    input,
    readOnly: true,
    run: (given, context) => glob(given, context, operations),
  });
}

async function glob(
  { pattern, path = '.' }: z.infer<typeof input>,
  context: ToolContext,
  operations: GlobOperations,
): Promise<ToolResult> {
  const place = await placeOf(path, context);
  if (place.kind === 'refused') return place.result;
  const within = relativePattern(pattern, place.path);
  if (within === null) return refused(`The pattern ${pattern} leads out of ${path}. Patterns are relative to path.`);

  const found = await operations.find(within, place.path, context.signal);
  if (found.length === 0) return ok('No files found.');
  const newestFirst = found.toSorted((a, b) => b.changedMs - a.changedMs || compare(a.path, b.path));
  const limited = limitOutput(
    newestFirst
      .slice(0, MOST_FILES)
      .map((file) => file.path)
      .join('\n'),
  );
  const more = found.length > MOST_FILES ? `\n\n[${MOST_FILES} of ${found.length} files. Use a narrower pattern.]` : '';
  return ok(limited.text + limitNote(limited, 'Use a narrower pattern.') + more);
}

/** The pattern as seen from the directory; null when it leads out of it. */
function relativePattern(pattern: string, directory: string): string | null {
  const seen = isAbsolute(pattern) ? relative(directory, pattern) : pattern;
  return seen.split(/[/\\{},]/).includes('..') || !isWithin(directory, join(directory, seen)) ? null : seen;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const localTree: GlobOperations = {
  async find(pattern, directory, signal) {
    const paths = await findFiles(pattern, {
      cwd: directory,
      absolute: true,
      dot: true,
      expandDirectories: false,
      // A link may lead out of the workspace, or in a circle.
      followSymbolicLinks: false,
      ignore: IGNORED,
      signal,
    });
    signal.throwIfAborted();
    return Promise.all(paths.map(async (path) => ({ path, changedMs: await changedMs(path) })));
  },
};

/** A file that is gone again since it was found counts as old. */
async function changedMs(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.mtimeMs ?? 0;
}
