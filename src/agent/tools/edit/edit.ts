import * as z from 'zod';
import { clearUp } from '../files/clear-up.js';
import type { Files } from '../files/files.js';
import { leaveFile, MOST_KNOWN_BYTES, openKnown } from '../files/known-file.js';
import { localFiles } from '../files/local-files.js';
import { numberedLines } from '../files/numbered-lines.js';
import { oneAtATime } from '../files/one-at-a-time.js';
import { inWords } from '../in-words.js';
import { withinLimits } from '../limit-output.js';
import { filePath, placeOf } from '../place.js';
import { defineTool, ok, refused, type Tool, type ToolContext, type ToolResult } from '../tool.js';
import { nearMiss } from './near-miss.js';
import { type Passage, type Replacement, replaceIn, withLineFeeds } from './replacement.js';

const input = z.strictObject({
  file_path: filePath,
  old_string: z.string().describe('The text to replace, exactly as it stands in the file'),
  new_string: z.string().describe('The text to put in its place'),
  replace_all: z.boolean().optional().describe('Replace every occurrence; false by default'),
});

type EditInput = z.infer<typeof input>;

/** Lines shown before and after what was changed. */
const CONTEXT_LINES = 3;
/** Changed places shown. */
const MOST_PASSAGES = 10;
/** Lines named when a text is found on several. */
const MOST_NAMED_LINES = 10;

export function createEditTool(files: Files = localFiles): Tool {
  return defineTool({
    name: 'Edit',
    description: [
      'Replaces a passage of a text file, which must have been read before.',
      'old_string must occur exactly once, blanks and all, unless replace_all is set: give enough of the lines around it.',
      'Leave out the line numbers that Read shows.',
    ].join(' '),
    input,
    readOnly: false,
    run: (given, context) => inWords(given.file_path, () => edit(given, context, files)),
    clearUp: (given, context) => clearUp(given.file_path, context, files),
  });
}

async function edit(given: EditInput, context: ToolContext, files: Files): Promise<ToolResult> {
  if (given.old_string === '') return refused('old_string is empty. Use Write to create a file or to replace it.');
  if (withLineFeeds(given.old_string) === withLineFeeds(given.new_string)) {
    return refused('old_string and new_string are the same.');
  }
  const place = await placeOf(given.file_path, context);
  if (place.kind !== 'there') return place.result;
  return oneAtATime(place.path, () => editAt(place.path, given, context, files));
}

async function editAt(path: string, given: EditInput, context: ToolContext, files: Files): Promise<ToolResult> {
  const { file_path, old_string: from, new_string: to, replace_all: all = false } = given;
  const before = await openKnown({ path, name: file_path }, context, files);
  if (before.kind === 'refused') return before.result;
  if (before.kind === 'absent') return refused(`${file_path} does not exist any more.`);
  const text = decode(before.content);
  if (text === null) return refused(`${file_path} is not UTF-8 text, and Edit would damage it.`);

  const changed = replaceIn(text, { from, to, all }, MOST_KNOWN_BYTES);
  if (changed.kind !== 'replaced') return refused(complaint(changed, text, given));
  const sighting = await leaveFile({ path, content: Buffer.from(changed.text), mode: before.mode }, context, files);
  return ok(success(file_path, changed.text, changed.passages), [sighting]);
}

/** A byte-order mark is kept as the character it is; null for bytes that are no UTF-8. */
function decode(content: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

function complaint(
  found: Exclude<Replacement, { readonly kind: 'replaced' }>,
  text: string,
  { file_path, old_string }: EditInput,
): string {
  switch (found.kind) {
    case 'missing':
      return withinLimits(
        `old_string is not in ${file_path}.${nearMiss(withLineFeeds(text), withLineFeeds(old_string))}`,
        'Use Read to see the rest.',
      );
    case 'ambiguous':
      return `old_string is ${found.lines.length} times in ${file_path}, on lines ${named(found.lines)}. Give more of the lines around the one you mean, or set replace_all.`;
    case 'too-long':
      return `${file_path} would become larger than 64 MB.`;
  }
}

function named(lines: readonly number[]): string {
  const first = lines.slice(0, MOST_NAMED_LINES).join(', ');
  return lines.length > MOST_NAMED_LINES ? `${first} and others` : first;
}

function success(path: string, text: string, passages: readonly Passage[]): string {
  const lines = withLineFeeds(text)
    .replace(/^\uFEFF/, '')
    .split('\n');
  const shown = passages.slice(0, MOST_PASSAGES).map(({ first, last }) => {
    const from = Math.max(1, first - CONTEXT_LINES);
    return numberedLines(lines.slice(from - 1, last + CONTEXT_LINES), from);
  });
  const places = passages.length === 1 ? '' : ` in ${passages.length} places`;
  const more = passages.length > MOST_PASSAGES ? `\n\n[The first ${MOST_PASSAGES} places are shown.]` : '';
  const said = `Changed ${path}${places}. Now it reads:\n${shown.join('\n...\n')}`;
  return withinLimits(said, 'Use Read to see the rest.') + more;
}
