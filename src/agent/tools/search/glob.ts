import { stat } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { glob as findFiles } from 'tinyglobby';
import * as z from 'zod';
import { inWords } from '../in-words.js';
import { withinLimits } from '../limit-output.js';
import { pathText, placeOf } from '../place.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from '../tool.js';

/** What Glob needs of a file system. */
export interface GlobOperations {
  /**
   * Files under `directory` that match `pattern`, with the time of their last change in milliseconds; null when it is no
   * directory. Throws what the system says, and for `signal`.
   */
  find(pattern: string, directory: string, signal: AbortSignal): Promise<readonly FoundFile[] | null>;
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
  path: pathText.optional().describe('Directory to search in; the working directory by default'),
});

type GlobInput = z.infer<typeof input>;

interface Search {
  readonly pattern: string;
  readonly path: string;
}

export function createGlobTool(operations: GlobOperations = localTree): Tool {
  return defineTool({
    name: 'Glob',
    description: `Finds files by a pattern for their paths, those changed last first, at most ${MOST_FILES}. Leaves out .git and node_modules.`,
    input,
    readOnly: true,
    run: (given, context) => inWords(given.path ?? '.', () => glob(given, context, operations)),
  });
}

async function glob(given: GlobInput, context: ToolContext, operations: GlobOperations): Promise<ToolResult> {
  const { path, pattern } = anchored(given);
  const place = await placeOf(path, context);
  if (place.kind !== 'there') return place.result;
  const within = isAbsolute(pattern) ? relative(place.path, pattern) : pattern;
  if (leadsUp(given.pattern) || leadsUp(within)) {
    return refused(`The pattern ${given.pattern} leads out of ${path}. Give the directory to search in as path.`);
  }
  const found = await operations.find(within, place.path, context.signal);
  if (found === null) return refused(`${path} is not a directory.`);
  return listed(found.filter((file) => !context.hidden?.(file.path)));
}

/** A pattern that is an absolute path says itself where to search: in the directory before its first sign. */
function anchored({ pattern, path }: GlobInput): Search {
  if (path !== undefined || !isAbsolute(pattern)) return { pattern, path: path ?? '.' };
  const [names = ''] = pattern.split(/[*?[\]{}()!+@\\]/, 1);
  const folder = names.slice(0, names.lastIndexOf('/') + 1);
  return { pattern: pattern.slice(folder.length), path: folder };
}

/** Whether a pattern may match what is above its directory. */
function leadsUp(pattern: string): boolean {
  return pattern.split(/[/\\{},()|]/).includes('..');
}

function listed(found: readonly FoundFile[]): ToolResult {
  if (found.length === 0) return ok('No files found.');
  const newestFirst = found.toSorted((a, b) => b.changedMs - a.changedMs || compare(a.path, b.path));
  const shown = newestFirst.slice(0, MOST_FILES).map((file) => file.path);
  const more = found.length > MOST_FILES ? `\n\n[${MOST_FILES} of ${found.length} files. Use a narrower pattern.]` : '';
  return ok(withinLimits(shown.join('\n'), 'Use a narrower pattern.') + more);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

const localTree: GlobOperations = {
  async find(pattern, directory, signal) {
    if (!(await stat(directory)).isDirectory()) return null;
    signal.throwIfAborted();
    const paths = await findFiles(pattern, {
      cwd: directory,
      absolute: true,
      dot: true,
      expandDirectories: false,
      // A link may lead out of the directory, or in a circle.
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
