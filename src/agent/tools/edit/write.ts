import * as z from 'zod';
import { clearUp } from '../files/clear-up.js';
import type { Files } from '../files/files.js';
import { leaveFile, openKnown } from '../files/known-file.js';
import { localFiles } from '../files/local-files.js';
import { oneAtATime } from '../files/one-at-a-time.js';
import { inWords } from '../in-words.js';
import { filePath, placeOf } from '../place.js';
import { defineTool, ok, type Tool, type ToolContext, type ToolResult } from '../tool.js';

const input = z.strictObject({
  file_path: filePath,
  content: z.string().describe('All that the file is to contain'),
});

type WriteInput = z.infer<typeof input>;

export function createWriteTool(files: Files = localFiles): Tool {
  return defineTool({
    name: 'Write',
    description: [
      'Writes a whole file, and makes the directories it needs.',
      'A file that exists already must have been read before, and is replaced. Use Edit to change a part of it.',
    ].join(' '),
    input,
    readOnly: false,
    run: (given, context) => inWords(given.file_path, () => write(given, context, files)),
    clearUp: (given, context) => clearUp(given.file_path, context, files),
  });
}

async function write(given: WriteInput, context: ToolContext, files: Files): Promise<ToolResult> {
  const place = await placeOf(given.file_path, context);
  if (place.kind === 'refused') return place.result;
  return oneAtATime(place.path, () => writeAt(place.path, given, context, files));
}

async function writeAt(
  path: string,
  { file_path, content }: WriteInput,
  context: ToolContext,
  files: Files,
): Promise<ToolResult> {
  const before = await openKnown({ path, name: file_path }, context, files);
  if (before.kind === 'refused') return before.result;
  const mode = before.kind === 'known' ? before.mode : null;
  const sighting = await leaveFile({ path, content: Buffer.from(content), mode }, context, files);
  return ok(`${before.kind === 'known' ? 'Replaced' : 'Created'} ${file_path}.`, [sighting]);
}
